using ElasticMoE.Model.Tokenization.Json;
using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Normalizers;

/// <summary>Reads the `normalizer` of `tokenizer.json`.</summary>
internal static class NormalizerReader
{
    public static Normalizer? Read(JsonNode? node)
    {
        if (node is not { } component)
            return null;
        string type = component.Required("type").Text();
        return type switch
        {
            "NFC" => new UnicodeNormalizer(UnicodeForm.Composed),
            "NFD" => new UnicodeNormalizer(UnicodeForm.Decomposed),
            "NFKC" => new UnicodeNormalizer(UnicodeForm.CompatibilityComposed),
            "NFKD" => new UnicodeNormalizer(UnicodeForm.CompatibilityDecomposed),
            "Lowercase" => new LowercaseNormalizer(),
            "Strip" => new StripNormalizer(component.Flag("strip_left", true), component.Flag("strip_right", true)),
            "StripAccents" => new StripAccentsNormalizer(),
            "Replace" => new ReplaceNormalizer(component.Pattern("pattern"), component.Required("content").Text()),
            "Prepend" => new PrependNormalizer(component.Required("prepend").Text()),
            "Nmt" => new NmtNormalizer(),
            "ByteLevel" => new ByteLevelNormalizer(),
            "BertNormalizer" => BertNormalizer.Read(component),
            "Sequence" => new SequenceNormalizer([.. component.Required("normalizers").Items().Select(item => Read(item)!)]),
            _ => throw component.Fail($"is a normalizer of type '{type}', which is not supported"),
        };
    }
}
