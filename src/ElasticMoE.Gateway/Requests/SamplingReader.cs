using System.Security.Cryptography;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Gateway.Requests;

/// <summary>Reads how tokens are chosen. What a request leaves out comes from the checkpoint, else does nothing.</summary>
internal static class SamplingReader
{
    public static SamplingOptions Read(RequestFields fields, GenerationDefaults defaults)
    {
        double temperature = fields.Number("temperature", 0, 100) ?? (defaults.Sample ? defaults.Temperature ?? 1 : 0);
        return new SamplingOptions
        {
            Temperature = (float)temperature,
            TopP = (float?)fields.Number("top_p", float.Epsilon, 1) ?? (defaults.Sample ? defaults.TopP : null) ?? 1,
            TopK = ReadTopK(fields) ?? (defaults.Sample ? defaults.TopK : null) ?? 0,
            MinP = (float?)fields.Number("min_p", 0, 1) ?? 0,
            RepetitionPenalty = (float?)fields.Number("repetition_penalty", 0.01, 100) ?? defaults.RepetitionPenalty ?? 1,
            PresencePenalty = (float?)fields.Number("presence_penalty", -100, 100) ?? 0,
            FrequencyPenalty = (float?)fields.Number("frequency_penalty", -100, 100) ?? 0,
            LogitBias = fields.Object("logit_bias") is { } biases ? ReadBiases(biases) : [],
        };
    }

    /// <summary>The seed asked for, else a drawn one.</summary>
    public static ulong ReadSeed(RequestFields fields) =>
        fields.Integer("seed", long.MinValue, long.MaxValue) is { } seed ? unchecked((ulong)seed) : BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>Other servers say -1 for "all".</summary>
    private static int? ReadTopK(RequestFields fields) => fields.Integer("top_k", -1, int.MaxValue) is { } k ? (int)Math.Max(0, k) : null;

    private static List<LogitBias> ReadBiases(RequestFields biases)
    {
        var read = new List<LogitBias>();
        foreach ((string name, JsonElement value) in biases.Entries(Limits.LogitBiasesMax))
        {
            if (!int.TryParse(name, out int id))
                throw biases.Refuse(Shown(name), "is no token id");
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out double bias) || bias is not (>= -1000 and <= 1000))
                throw biases.Refuse(name, "is no number in -1000…1000");
            read.Add(new LogitBias(id, (float)bias));
        }
        return read;
    }

    private static string Shown(string name) => name.Length > 20 ? name[..20] + "…" : name;
}
