using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Configuration;

/// <summary>Reads `generation_config.json` and joins its stop ids with those of `config.json`.</summary>
internal static class GenerationReader
{
    public const string FileName = "generation_config.json";

    private const double TemperatureMax = 1e3;
    private const double PenaltyMin = 1e-3;
    private const double PenaltyMax = 1e3;

    /// <summary>The defaults where the file exists.</summary>
    /// <exception cref="InputException">The document can't be used; the message names the file and every field that is wrong.</exception>
    public static GenerationDefaults Read(ReadOnlyMemory<byte> json, string path, CheckpointConfig config)
    {
        using JsonDocument document = JsonDocuments.ParseObject(json, path);
        var fields = new ConfigFields(document.RootElement, JsonElement.Parse("{}"), []);
        IReadOnlyList<int> eosIds = TokenIds.Read(fields, "eos_token_id");
        var defaults = new GenerationDefaults
        {
            EosIds = config.EosIsDefault && eosIds.Count > 0 ? eosIds : [.. eosIds.Union(config.EosIds).Order()],
            BosId = TokenIds.ReadOne(fields, "bos_token_id") ?? config.BosId,
            Sample = fields.Flag("do_sample"),
            Temperature = (float?)fields.OptionalNumber("temperature", 0, TemperatureMax),
            TopP = (float?)fields.OptionalNumber("top_p", 0, 1),
            TopK = fields.OptionalInt("top_k", 0, int.MaxValue),
            RepetitionPenalty = (float?)fields.OptionalNumber("repetition_penalty", PenaltyMin, PenaltyMax),
        };
        return fields.Errors.Count == 0 ? defaults : throw new InputException(path, string.Join("; ", fields.Errors));
    }

    /// <summary>The defaults where there is no such file.</summary>
    public static GenerationDefaults WithoutFile(CheckpointConfig config) => new() { EosIds = config.EosIds, BosId = config.BosId };
}
