using System.CommandLine;
using ElasticMoE.Contracts;

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

    /// <summary>The cluster that a command is to run on, or null for this process alone.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">Made by <see cref="CreateOptional"/>.</param>
    /// <param name="ownModel">Options about a model of the command's own, which a cluster has already.</param>
    /// <exception cref="InputException">One of those is given as well (exit code: usage).</exception>
    public static ClusterFolder? ReadOptional(ParseResult parsed, Option<string?> option, params ReadOnlySpan<Option> ownModel)
    {
        if (parsed.GetResult(option) is null)
            return null;
        foreach (Option other in ownModel)
        {
            if (parsed.GetResult(other) is { Implicit: false })
                throw new InputException(other.Name, "can't be chosen with --cluster: the cluster has its own", ExitCode.Usage);
        }
        return Read(parsed, option);
    }

    public static ClusterFolder Read(ParseResult parsed, Option<string?> option) => At(parsed.GetValue(option));

    /// <summary>The cluster in a folder; the default one where none is named.</summary>
    public static ClusterFolder At(string? path) => path is { Length: > 0 } ? new ClusterFolder(path) : ClusterFolder.Default();
}
