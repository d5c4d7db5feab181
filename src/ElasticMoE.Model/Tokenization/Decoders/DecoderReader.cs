using ElasticMoE.Model.Tokenization.Json;
using ElasticMoE.Model.Tokenization.PreTokenizers;

namespace ElasticMoE.Model.Tokenization.Decoders;

/// <summary>Reads the `decoder` of `tokenizer.json`.</summary>
internal static class DecoderReader
{
    public static Decoder Read(JsonNode? node) => node is { } component ? ReadComponent(component) : new SpacedDecoder();

    private static Decoder ReadComponent(JsonNode component)
    {
        string type = component.Required("type").Text();
        return type switch
        {
            "ByteLevel" => new ByteLevelDecoder(),
            "ByteFallback" => new ByteFallbackDecoder(),
            "Fuse" => new FuseDecoder(),
            "Strip" => new StripDecoder(Character(component, "content"), Count(component, "start"), Count(component, "stop")),
            "Replace" => new ReplaceDecoder(component.Pattern("pattern"), component.Required("content").Text()),
            "Metaspace" => new MetaspaceDecoder(
                Character(component, "replacement"), PrependSchemes.Read(component) != PrependScheme.Never),
            "BPEDecoder" => new SuffixDecoder(component.Text("suffix") ?? "</w>"),
            "Sequence" => new SequenceDecoder([.. component.Required("decoders").Items().Select(ReadComponent)]),
            _ => throw component.Fail($"is a decoder of type '{type}', which is not supported"),
        };
    }

    private static int Count(JsonNode component, string name) => component.Required(name).Number(0, StripDecoder.CountMax);

    private static string Character(JsonNode component, string name)
    {
        string text = component.Required(name).Text();
        return text.EnumerateRunes().Count() == 1
            ? text
            : throw component.Fail($"has a field '{name}' that is not one character");
    }
}
