using System.Text.Json;

namespace ElasticMoE.Model.Configuration;

/// <summary>
/// Reads rope fields in the older style (`rope_theta` at the top, `rope_scaling` with `type` or `rope_type`) and the newer
/// (`rope_parameters`), with the precedence of the reference: a non-empty `rope_scaling`, else `rope_parameters`; what stands inside wins
/// over the top, except `original_max_position_embeddings`.
/// </summary>
internal static class RopeReader
{
    private const double FactorMax = 1e6;
    private const double ThetaDefault = 10_000;

    public static RopeParameters Read(ConfigFields fields, int maxPositions)
    {
        ConfigFields? inside = Inside(fields, "rope_scaling") ?? Inside(fields, "rope_parameters");
        RopeKind kind = ReadKind(fields, inside);
        int original = fields.OptionalInt("original_max_position_embeddings", 1, int.MaxValue)
            ?? inside?.OptionalInt("original_max_position_embeddings", 1, int.MaxValue) ?? maxPositions;
        var parameters = new RopeParameters
        {
            Kind = kind,
            Theta = Either(fields, inside, "rope_theta", (1.0000001, 1e15)) ?? ThetaDefault,
            PartialFactor = Either(fields, inside, "partial_rotary_factor", (1e-3, 1)) ?? 1,
            OriginalPositions = original,
        };
        return kind == RopeKind.Default || inside is null ? parameters : ReadScaling(parameters, inside, maxPositions);
    }

    private static RopeParameters ReadScaling(RopeParameters parameters, ConfigFields inside, int maxPositions)
    {
        double? factor = inside.OptionalNumber("factor", 1e-3, FactorMax);
        if (factor is null && parameters.Kind != RopeKind.Yarn)
            inside.Fail("rope factor", "is missing");
        RopeParameters scaled = parameters with { Factor = factor ?? (double)maxPositions / parameters.OriginalPositions };
        return parameters.Kind switch
        {
            RopeKind.Yarn => ReadYarn(scaled, inside),
            RopeKind.Llama3 => ReadLlama3(scaled, inside),
            _ => scaled with { MscaleAllDim = inside.OptionalNumber("mscale_all_dim", 0, FactorMax) ?? 0 },
        };
    }

    private static RopeParameters ReadYarn(RopeParameters parameters, ConfigFields inside) => parameters with
    {
        AttentionFactor = inside.OptionalNumber("attention_factor", 0, FactorMax),
        Mscale = inside.OptionalNumber("mscale", 0, FactorMax) ?? 0,
        MscaleAllDim = inside.OptionalNumber("mscale_all_dim", 0, FactorMax) ?? 0,
        BetaFast = NotZero(inside.OptionalNumber("beta_fast", 0, FactorMax)) ?? parameters.BetaFast,
        BetaSlow = NotZero(inside.OptionalNumber("beta_slow", 0, FactorMax)) ?? parameters.BetaSlow,
        Truncate = !inside.TryGet("truncate", out _) || inside.Flag("truncate"),
    };

    private static RopeParameters ReadLlama3(RopeParameters parameters, ConfigFields inside)
    {
        RopeParameters read = parameters with
        {
            MscaleAllDim = inside.OptionalNumber("mscale_all_dim", 0, FactorMax) ?? 0,
            LowFrequencyFactor = inside.Number("low_freq_factor", 1e-3, FactorMax),
            HighFrequencyFactor = inside.Number("high_freq_factor", 1e-3, FactorMax),
        };
        if (inside.Errors.Count == 0 && read.HighFrequencyFactor <= read.LowFrequencyFactor)
            inside.Fail("high_freq_factor", "is not above low_freq_factor");
        return read;
    }

    private static RopeKind ReadKind(ConfigFields fields, ConfigFields? inside)
    {
        string name = inside?.Text("rope_type") ?? inside?.Text("type") ?? "default";
        switch (name)
        {
            case "default":
                return RopeKind.Default;
            case "linear":
                return RopeKind.Linear;
            case "llama3":
                return RopeKind.Llama3;
            case "yarn":
                return RopeKind.Yarn;
            case "dynamic" or "longrope":
                fields.Fail("rope_type", $"\"{name}\" is refused: its frequencies change with the length, so cached keys would go stale");
                return RopeKind.Default;
            default:
                fields.Fail("rope_type", $"\"{name}\" is unknown; default, linear, llama3 and yarn are supported");
                return RopeKind.Default;
        }
    }

    private static ConfigFields? Inside(ConfigFields fields, string name)
    {
        if (!fields.TryGet(name, out JsonElement element) || element.ValueKind == JsonValueKind.Null)
            return null;
        if (element.ValueKind == JsonValueKind.Object && !element.EnumerateObject().Any())
            return null;
        if (element.ValueKind == JsonValueKind.Object && element.EnumerateObject().All(field => field.Value.ValueKind == JsonValueKind.Object))
        {
            fields.Fail(name, "differs by kind of layer, which no supported family does");
            return null;
        }
        return fields.Object(name);
    }

    private static double? Either(ConfigFields fields, ConfigFields? inside, string name, (double Min, double Max) range) =>
        inside?.OptionalNumber(name, range.Min, range.Max) ?? fields.OptionalNumber(name, range.Min, range.Max);

    // The reference takes zero for absent here.
    private static double? NotZero(double? value) => value == 0 ? null : value;
}
