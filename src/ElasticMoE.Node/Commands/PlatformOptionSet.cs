using System.CommandLine;
using System.Globalization;
using System.Net;
using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.Kubernetes;

namespace ElasticMoE.Node.Commands;

/// <summary>What a platform that runs a cluster's processes tells them: which one each is, where its files are mounted, and where it listens.</summary>
internal sealed class PlatformOptionSet
{
    private const string NameVariable = "HOSTNAME";

    private readonly Option<int?> _id = new("--id") { Description = $"The process's number among the cluster's of its role; by default the number at the end of ${NameVariable}.", HelpName = "N" };
    private readonly Option<string?> _description = new("--description") { Description = "The file that describes the cluster; by default in the cluster's folder.", HelpName = "FILE" };
    private readonly Option<string?> _secret = new("--secret-file") { Description = "The file of the cluster's secret, in hexadecimal; by default in the cluster's folder.", HelpName = "FILE" };
    private readonly Option<string?> _adminKey = new("--admin-key-file") { Description = "The file of the admin interface's key; by default in the cluster's folder.", HelpName = "FILE" };
    private readonly Option<string?> _listen = new("--listen") { Description = "Where a node or router listens; by default at its address of the description.", HelpName = "ADDRESS" };
    private readonly Option<string?> _http = new("--http") { Description = "Where a gateway serves HTTP; by default on its port of the description, on this machine alone.", HelpName = "IP:PORT" };
    private readonly Option<string?> _probe = new("--probe") { Description = "Where the process says whether it lives and is ready, and what it counts; by default nowhere.", HelpName = "IP:PORT" };
    private readonly Option<string?> _host = new("--host") { Description = "The machine an expert node is on, which fails as one; by default this machine's name.", HelpName = "NAME", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string?> _scaleNodes = new("--scale-nodes") { Description = "The StatefulSet of expert nodes whose number a supervisor raises where memory is short; by default none.", HelpName = "NAME" };

    private readonly Option<bool> _policies = new("--expert-policies") { Description = "A supervisor does what ExpertPolicy objects of its namespace in Kubernetes say." };

    public void AddTo(Command command)
    {
        Option[] options = [_id, _description, _secret, _adminKey, _listen, _http, _probe, _host, _scaleNodes, _policies];
        foreach (Option option in options)
            command.Options.Add(option);
    }

    /// <summary>The cluster's folder, with the files that are mounted elsewhere.</summary>
    public ClusterFolder Folder(ClusterFolder folder, ParseResult parsed) =>
        new(folder.Root, files: new ClusterFiles(parsed.GetValue(_description), parsed.GetValue(_secret), parsed.GetValue(_adminKey)));

    /// <summary>The process's number.</summary>
    /// <exception cref="InputException">Nobody says it (exit code: usage).</exception>
    public int Id(ParseResult parsed) => parsed.GetValue(_id) ?? Ordinal(Environment.GetEnvironmentVariable(NameVariable));

    /// <summary>Where a node or router listens; null for its address of the description.</summary>
    public LinkAddress? Listen(ParseResult parsed) => parsed.GetValue(_listen) is { } address ? LinkAddress.Parse(address) : null;

    /// <summary>Where a gateway serves; null for its port of the description.</summary>
    public IPEndPoint? Http(ParseResult parsed) => EndPoint("--http", parsed.GetValue(_http));

    /// <summary>Where probes are answered; null for nowhere.</summary>
    public IPEndPoint? Probe(ParseResult parsed) => EndPoint("--probe", parsed.GetValue(_probe));

    /// <summary>The machine; null for this process's. A platform that knows none says nothing.</summary>
    public string? Host(ParseResult parsed) => parsed.GetValue(_host) is { Length: > 0 } host ? host : null;

    /// <summary>The StatefulSet whose number a supervisor may raise; null for none.</summary>
    public ScaleTarget? Nodes(ParseResult parsed) => parsed.GetValue(_scaleNodes) is { } name ? ScaleTarget.OfPod(name) : null;

    /// <summary>Whose policies a supervisor applies; null for nobody's.</summary>
    public KubernetesAccount? Policies(ParseResult parsed) => parsed.GetValue(_policies) ? KubernetesAccount.OfPod("--expert-policies") : null;

    /// <summary>Reads an address.</summary>
    /// <exception cref="InputException">It is none (exit code: usage).</exception>
    public static IPEndPoint? EndPoint(string option, string? text) => text is null ? null
        : IPEndPoint.TryParse(text, out IPEndPoint? address) && text.Contains(':', StringComparison.Ordinal) ? address
        : throw new InputException(option, $"'{text}' is not IP:PORT", ExitCode.Usage);

    /// <summary>The number at the end of a pod's name, by which a StatefulSet tells its pods apart.</summary>
    internal static int Ordinal(string? name)
    {
        string digits = name?[(name.LastIndexOf('-') + 1)..] ?? "";
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && digits.Length < name!.Length
            ? number
            : throw new InputException("--id", $"isn't given, and {NameVariable} '{name}' ends in no '-N'", ExitCode.Usage);
    }
}
