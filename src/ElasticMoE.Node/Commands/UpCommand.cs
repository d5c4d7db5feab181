using System.CommandLine;
using System.Diagnostics;
using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Journals.Postgres;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Faults;
using ElasticMoE.Node.Faults.Requests;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Serving;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe up`: starts a cluster on this machine and watches over it until it is asked to end.</summary>
internal sealed class UpCommand
{
    private const int NodesDefault = 3, RoutersDefault = 2, PortDefault = 8080, AdminPortDefault = 8081;
    private const string Unix = "unix", Tcp = "tcp";

    private readonly Option<int> _nodes = new("--nodes") { Description = "Expert nodes to start.", DefaultValueFactory = _ => NodesDefault, HelpName = "N" };
    private readonly Option<int> _routers = new("--routers") { Description = "Routers behind the HTTP server; 0 starts expert nodes alone.", DefaultValueFactory = _ => RoutersDefault, HelpName = "N" };
    private readonly Option<int?> _port = new("--port", "-p") { Description = $"The port of the HTTP server; by default {PortDefault}, or a free one where that is taken.", HelpName = "N" };
    private readonly Option<int?> _supervisors = new("--supervisors") { Description = "Supervisors; by default 1, and 0 with --map or without routers. With 0 the map stays as it is; more than 1 need a --journal in a database.", HelpName = "N" };
    private readonly Option<int?> _adminPort = new("--admin-port") { Description = $"The first supervisor's port for 'emoe status' and the like; by default {AdminPortDefault}, or a free one where that is taken.", HelpName = "N" };
    private readonly Option<string?> _journal = JournalOption.Create();
    private readonly Option<string?> _map = new("--map") { Description = "Where each expert is, as JSON; by default they are spread, with one standby each.", HelpName = "FILE" };
    private readonly Option<string> _transport = new Option<string>("--transport")
    {
        Description = "How its processes reach each other: unix (sockets in the cluster's folder) or tcp (on 127.0.0.1).",
        DefaultValueFactory = _ => Unix,
        HelpName = $"{Unix}|{Tcp}",
    }.AcceptOnlyFromAmong(Unix, Tcp);
    private readonly Option<string?> _wire = WireOption.Create("How rows travel; f32 by default. q8row needs experts in q8 or q4 and gives the same tokens.");
    private readonly Option<bool> _allowChaos = new("--allow-chaos") { Description = "Let 'emoe chaos' kill, halt and cut off its processes; never where people rely on it." };
    private readonly Option<double> _grace = GraceOption.Create();
    private readonly HttpOptionSet _http = new();
    private readonly Option<string?> _prefixCache = PrefixCacheOption.Create();
    private readonly TlsOptionSet _tls = new();
    private readonly Option<string?> _cluster = ClusterOption.Create();
    private readonly Option<string?> _model = ModelOptions.CreateOption();
    private readonly Option<string?> _format = FormatOption.Create();

    public static void Fill(Command command, CommandHost host)
    {
        var self = new UpCommand();
        Option[] options = [self._nodes, self._routers, self._port, self._supervisors, self._adminPort, self._journal, self._map, self._transport, self._wire, self._allowChaos, self._grace, self._prefixCache, self._cluster, self._model, self._format];
        foreach (Option option in options)
            command.Options.Add(option);
        self._http.AddTo(command);
        self._tls.AddTo(command);
        host.Bind(command, self.Run);
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        int nodes = OptionRange.Check("--nodes", parsed.GetValue(_nodes), 1, Limits.LocalNodesMax), routers = OptionRange.Check("--routers", parsed.GetValue(_routers), 0, Limits.LocalNodesMax);
        if (parsed.GetValue(_map) is { } map && !File.Exists(map))
            throw new InputException(map, "the file does not exist", ExitCode.NotFound);
        ModelOptions model = ModelOptions.Read(parsed, _model, _format);
        ClusterFolder folder = ClusterOption.Read(parsed, _cluster);
        bool isTcp = parsed.GetValue(_transport) == Tcp;
        TlsFiles? tls = _tls.Read(parsed, isTcp);
        using var claims = PortClaims.OfUser();
        IReadOnlyList<string> ports = isTcp ? LoopbackPorts.Choose(nodes + routers) : [];
        ClusterFile description = Describe(model, isTcp ? [.. ports.Take(nodes)] : folder.Sockets(ClusterRole.Expert, nodes)) with
        {
            Wire = parsed.GetValue(_wire),
            GraceSeconds = GraceOption.Read(parsed, _grace).TotalSeconds,
            Tls = tls,
            Routers = isTcp ? [.. ports.Skip(nodes)] : folder.Sockets(ClusterRole.Router, routers),
            Gateways = routers == 0 ? [] : [parsed.GetValue(_port) is { } port ? OptionRange.Check("--port", port, 1, ushort.MaxValue) : claims.Choose(PortDefault)],
            Supervisors = Supervisors(parsed, routers, claims),
            Http = _http.Read(parsed),
            PrefixCache = OnOff.Read(parsed, _prefixCache),
            AllowsChaos = parsed.GetValue(_allowChaos),
        };
        long started = context.Clock.GetTimestamp();
        var start = new ClusterStart(description, parsed.GetValue(_map), JournalOption.Read(parsed, _journal));
        using ClusterParent parent = ClusterParent.Start(folder, start, line => context.Say($"emoe: {line}"), context.Cancelled);
        using FaultServer? faults = description.AllowsChaos ? FaultServer.Start(folder, new MemberFaults(parent, posts => TakeBack(posts, folder, context)), line => context.Say($"emoe: {line}")) : null;
        new UpGreeting(folder, description, parent).Write(context.Console.Out, context.Clock.GetElapsedTime(started));
        context.Cancelled.WaitHandle.WaitOne();
        context.Say("emoe: ending the cluster");
        return ExitCode.Ok;
    }

    /// <summary>Gives the commands that a chaos run has left, also where it was killed.</summary>
    private static void TakeBack(IReadOnlyList<CommandPost> posts, ClusterFolder folder, CommandContext context)
    {
        using var admin = new ClusterOperator(folder, context);
        foreach (CommandPost post in posts)
            context.Say($"emoe: chaos: {post.Path} {post.Fields.ToJsonString()}: {admin.Insist(post.Path, post.Fields)}");
    }

    /// <summary>Their ports: the first on one that people know, the others wherever it is free.</summary>
    private IReadOnlyList<int> Supervisors(ParseResult parsed, int routers, PortClaims claims)
    {
        int count = parsed.GetValue(_supervisors) is { } given ? OptionRange.Check("--supervisors", given, 0, Limits.LocalNodesMax) : routers == 0 || parsed.GetValue(_map) is not null ? 0 : 1;
        if (count > 1 && !PostgresAddress.Is(JournalOption.Read(parsed, _journal) ?? ""))
            throw new InputException("--supervisors", "more than one need a --journal in a database: a file has one supervisor", ExitCode.Usage);
        if (count > 0 && parsed.GetValue(_map) is not null)
            throw new InputException("--map", "can't be chosen with supervisors, who make the map", ExitCode.Usage);
        var ports = new List<int>();
        while (ports.Count < count)
            ports.Add(ports.Count > 0 ? claims.Choose(0) : parsed.GetValue(_adminPort) is { } port ? OptionRange.Check("--admin-port", port, 1, ushort.MaxValue) : claims.Choose(AdminPortDefault));
        return ports;
    }

    internal static ClusterFile Describe(ModelOptions model, IReadOnlyList<string> nodes)
    {
        using Process self = Process.GetCurrentProcess();
        return new ClusterFile
        {
            Model = Path.GetFullPath(model.Directory),
            Format = model.Format is null ? null : FormatOption.Name(model.Format),
            Nodes = nodes,
            Parent = ProcessRecord.Of(self),
        };
    }
}
