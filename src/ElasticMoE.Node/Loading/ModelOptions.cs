using System.CommandLine;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Kernels;

namespace ElasticMoE.Node.Loading;

/// <summary>Which model a command runs, and in which format.</summary>
/// <param name="Directory">The checkpoint's folder.</param>
/// <param name="Format">The format of the large matrices; null keeps the checkpoint's own.</param>
internal sealed record ModelOptions(string Directory, WeightFormat? Format)
{
    /// <summary>Files of new weights, by expert, that replace the checkpoint's.</summary>
    public IReadOnlyList<(ExpertId Expert, string File)> Updates { get; init; } = [];

    /// <summary>Experts that no row goes to.</summary>
    public IReadOnlyList<ExpertId> Pruned { get; init; } = [];

    /// <summary>The option `--model DIR`; without it the default model is used.</summary>
    public static Option<string?> CreateOption() => new("--model", "-m")
    {
        Description = "The checkpoint's folder, or a GGUF file; by default $EMOE_MODEL, else the model that comes with emoe.",
        HelpName = "DIR",
    };

    public static ModelOptions Read(ParseResult parsed, Option<string?> model, Option<string?> format) =>
        new(parsed.GetValue(model) ?? DefaultModel.Locate(), FormatOption.Read(parsed, format));
}
