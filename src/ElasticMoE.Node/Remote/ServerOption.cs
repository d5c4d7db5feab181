using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;

namespace ElasticMoE.Node.Remote;

/// <summary>The option `--server [URL]`: the model is a server's. The key comes from the environment, where other users don't see it.</summary>
internal static class ServerOption
{
    private const string KeyVariable = "EMOE_API_KEY";

    public static Option<string?> Create() => new("--server")
    {
        Description = $"Ask a server in place of a model in this process; without URL, the gateway of this user's cluster. ${KeyVariable} has its key.",
        HelpName = "URL",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The server, where one is named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">Made by <see cref="Create"/>.</param>
    /// <param name="ownModel">Options about a model of the command's own, which a server has already.</param>
    /// <exception cref="InputException">One of those is given as well, or the address is none (exit code: usage).</exception>
    public static RemoteServer? Read(ParseResult parsed, Option<string?> option, params IEnumerable<Option> ownModel)
    {
        if (parsed.GetResult(option) is null)
            return null;
        if (ownModel.FirstOrDefault(other => parsed.GetResult(other) is { Implicit: false }) is { } given)
            throw new InputException(given.Name, "can't be chosen with --server: the server has its own", ExitCode.Usage);
        string url = parsed.GetValue(option) ?? OwnGateway();
        return Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? new RemoteServer(new Uri(url.TrimEnd('/')), Environment.GetEnvironmentVariable(KeyVariable))
            : throw new InputException("--server", $"'{url}' is no http or https address", ExitCode.Usage);
    }

    /// <exception cref="InputException">No cluster of this user runs here, or it has no gateway.</exception>
    private static string OwnGateway()
    {
        ClusterFolder folder = ClusterFolder.Default();
        ClusterFile cluster = folder.Read();
        return cluster.Gateways.Count > 0 ? cluster.AddressOf(new(ClusterRole.Gateway, 0)) : throw new InputException(folder.Root, "the cluster has no gateway", ExitCode.NotFound);
    }
}
