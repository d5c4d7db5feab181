using System.CommandLine;

namespace ElasticMoE.Node.Clusters;

/// <summary>The option `--journal PLACE`.</summary>
internal static class JournalOption
{
    public static Option<string?> Create() => new("--journal")
    {
        Description = $"Where supervisors journal: postgres://USER:PASSWORD@HOST:PORT/DATABASE, or a file; by default ${JournalPlace.Variable}, else a file in the cluster's folder.",
        HelpName = "PLACE",
    };

    /// <summary>What the command line or the environment says; null where neither does.</summary>
    public static string? Read(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) ?? (Environment.GetEnvironmentVariable(JournalPlace.Variable) is { Length: > 0 } place ? place : null);
}
