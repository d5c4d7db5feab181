using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Tokenization.PreTokenizers;

/// <summary>Reads the prepend scheme of a Metaspace component, be it pre-tokenizer or decoder.</summary>
internal static class PrependSchemes
{
    /// <summary>Older files say `add_prefix_space` instead, which must agree where both stand.</summary>
    public static PrependScheme Read(JsonNode component)
    {
        string? name = component.Text("prepend_scheme");
        bool prefix = component.Flag("add_prefix_space", true);
        PrependScheme scheme = name switch
        {
            null => prefix ? PrependScheme.Always : PrependScheme.Never,
            "always" => PrependScheme.Always,
            "first" => PrependScheme.First,
            "never" => PrependScheme.Never,
            _ => throw component.Fail($"has the prepend scheme '{name}', which is not known"),
        };
        return prefix || scheme == PrependScheme.Never
            ? scheme
            : throw component.Fail($"has the prepend scheme '{name}', but no prefix space");
    }
}
