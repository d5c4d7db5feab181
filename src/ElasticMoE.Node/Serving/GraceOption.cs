using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;

namespace ElasticMoE.Node.Serving;

/// <summary>The option `--grace S` of commands that serve requests.</summary>
internal static class GraceOption
{
    private const double SecondsMax = 86_400;

    public static Option<double> Create() => new("--grace")
    {
        Description = "Seconds that running answers have when this is asked to end.",
        DefaultValueFactory = _ => ClusterFile.GraceDefault,
        HelpName = "S",
    };

    /// <exception cref="InputException">It is out of range (exit code: usage).</exception>
    public static TimeSpan Read(ParseResult parsed, Option<double> option) => parsed.GetValue(option) is >= 0 and <= SecondsMax and var seconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new InputException("--grace", $"is outside 0…{SecondsMax:0} seconds", ExitCode.Usage);
}
