using ElasticMoE.Gateway.Fields;

namespace ElasticMoE.Gateway.Requests;

/// <summary>How many choices, and fields that say nothing about the answer.</summary>
internal static class ChoiceFields
{
    /// <summary>Known fields of other servers that change no token here.</summary>
    private static readonly string[] s_passive = ["user", "metadata", "store", "service_tier", "safety_identifier", "prompt_cache_key", "modalities"];

    public static int ReadCount(RequestFields fields, int countMax) => (int)(fields.Integer("n", 1, countMax) ?? 1);

    public static void AcceptPassive(RequestFields fields)
    {
        foreach (string name in s_passive)
            fields.Any(name);
    }
}
