using System.CommandLine;

namespace ElasticMoE.Node.Clusters;

/// <summary>The option `--cluster DIR`.</summary>
internal static class ClusterOption
{
    public static Option<string?> Create() => new("--cluster")
    {
        Description = "The cluster's folder; by default $EMOE_CLUSTER, else one for this user.",
        HelpName = "DIR",
    };

    /// <summary>For commands that run a model by themselves unless a cluster is named; the folder may be left out.</summary>
    public static Option<string?> CreateOptional() => new("--cluster")
    {
        Description = "Run on the cluster of this folder ('emoe up' started it); without DIR, on the default one.",
        HelpName = "DIR",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static ClusterFolder? ReadOptional(ParseResult parsed, Option<string?> option) =>
        parsed.GetResult(option) is null ? null : Read(parsed, option);

    public static ClusterFolder Read(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { Length: > 0 } path ? new ClusterFolder(path) : ClusterFolder.Default();
}
