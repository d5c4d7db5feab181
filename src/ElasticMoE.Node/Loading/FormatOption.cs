using System.CommandLine;
using ElasticMoE.Kernels;

namespace ElasticMoE.Node.Loading;

/// <summary>The option `--format bf16|f32|q8|q4`: how weights are held; without it, exactly as the checkpoint has them.</summary>
internal static class FormatOption
{
    public static Option<string?> Create() => new Option<string?>("--format")
    {
        Description = "How large matrices are held: bf16, f32, q8 or q4; by default exactly as in the file.",
        HelpName = "bf16|f32|q8|q4",
    }.AcceptOnlyFromAmong("bf16", "f32", "q8", "q4");

    public static WeightFormat? Read(ParseResult parsed, Option<string?> option) => Parse(parsed.GetValue(option));

    public static WeightFormat? Parse(string? name) => name switch
    {
        "bf16" => WeightFormat.Bf16,
        "f32" => WeightFormat.F32,
        "q8" => WeightFormat.Q8,
        "q4" => WeightFormat.Q4,
        _ => null,
    };

    /// <summary>"q8", or "exact" where the checkpoint's own formats are kept.</summary>
    public static string Name(WeightFormat? format) => format?.ToString().ToLowerInvariant() ?? "exact";
}
