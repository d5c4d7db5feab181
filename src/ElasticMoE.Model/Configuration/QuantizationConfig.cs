namespace ElasticMoE.Model.Configuration;

/// <summary>How a checkpoint's weights are stored, as `quantization_config` says.</summary>
internal sealed record QuantizationConfig
{
    /// <summary>Nothing is said.</summary>
    public static QuantizationConfig None { get; } = new();

    /// <summary>Whether e4m3 weights are to be multiplied by `weight_scale_inv`.</summary>
    public bool IsScaledFloat8 { get; init; }

    /// <summary>Rows and columns that share one scale; null where a weight has a single one.</summary>
    public (int Rows, int Columns)? ScaleBlock { get; init; }

    /// <summary>Modules that were left as they are: beginnings or ends of names, with `*` for anything.</summary>
    public IReadOnlyList<string> ModulesNotConverted { get; init; } = [];

    /// <summary>Whether a module's weights were converted.</summary>
    public bool Converts(string module) => !ModulesNotConverted.Any(pattern => ModulePattern.Matches(pattern, module));
}
