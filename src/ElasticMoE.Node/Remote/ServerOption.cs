using System.CommandLine;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Remote;

/// <summary>The option `--server URL`: the model is a server's. The key comes from the environment, where other users don't see it.</summary>
internal static class ServerOption
{
    private const string KeyVariable = "EMOE_API_KEY";

    public static Option<string?> Create() => new("--server") { Description = $"Ask a server in place of a model in this process; ${KeyVariable} has its key.", HelpName = "URL" };

    /// <summary>The server, where one is named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">Made by <see cref="Create"/>.</param>
    /// <param name="ownModel">Options about a model of the command's own, which a server has already.</param>
    /// <exception cref="InputException">One of those is given as well, or the address is none (exit code: usage).</exception>
    public static RemoteServer? Read(ParseResult parsed, Option<string?> option, params IEnumerable<Option> ownModel)
    {
        if (parsed.GetValue(option) is not { } url)
            return null;
        if (ownModel.FirstOrDefault(other => parsed.GetResult(other) is { Implicit: false }) is { } given)
            throw new InputException(given.Name, "can't be chosen with --server: the server has its own", ExitCode.Usage);
        return Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? new RemoteServer(new Uri(url.TrimEnd('/')), Environment.GetEnvironmentVariable(KeyVariable))
            : throw new InputException("--server", $"'{url}' is no http or https address", ExitCode.Usage);
    }
}
