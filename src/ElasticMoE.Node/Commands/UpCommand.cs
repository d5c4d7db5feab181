using System.CommandLine;
using System.Diagnostics;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Output;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe up`: starts a cluster on this machine and watches over it until it is asked to end.</summary>
internal sealed class UpCommand
{
    private const int NodesDefault = 3;
    private const string Unix = "unix", Tcp = "tcp";

    private readonly Option<int> _nodes = new("--nodes") { Description = "Expert nodes to start.", DefaultValueFactory = _ => NodesDefault, HelpName = "N" };
    private readonly Option<string?> _map = new("--map") { Description = "Where each expert is, as JSON; by default they are spread, with one standby each.", HelpName = "FILE" };
    private readonly Option<string> _transport = new Option<string>("--transport")
    {
        Description = "How its processes reach each other: unix (sockets in the cluster's folder) or tcp (on 127.0.0.1).",
        DefaultValueFactory = _ => Unix,
        HelpName = $"{Unix}|{Tcp}",
    }.AcceptOnlyFromAmong(Unix, Tcp);
    private readonly Option<string?> _wire = WireOption.Create("How rows travel; f32 by default. q8row needs experts in q8 or q4 and gives the same tokens.");
    private readonly TlsOptionSet _tls = new();
    private readonly Option<string?> _cluster = ClusterOption.Create();
    private readonly Option<string?> _model = ModelOptions.CreateOption();
    private readonly Option<string?> _format = FormatOption.Create();

    public static void Fill(Command command, CommandHost host)
    {
        var self = new UpCommand();
        Option[] options = [self._nodes, self._map, self._transport, self._wire, self._cluster, self._model, self._format];
        foreach (Option option in options)
            command.Options.Add(option);
        self._tls.AddTo(command);
        host.Bind(command, self.Run);
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        int nodes = parsed.GetValue(_nodes);
        if (nodes is < 1 or > Limits.LocalNodesMax)
            throw new InputException("--nodes", $"{nodes} is outside 1…{Limits.LocalNodesMax}", ExitCode.Usage);
        if (parsed.GetValue(_map) is { } map && !File.Exists(map))
            throw new InputException(map, "the file does not exist", ExitCode.NotFound);
        ModelOptions model = ModelOptions.Read(parsed, _model, _format);
        ClusterFolder folder = ClusterOption.Read(parsed, _cluster);
        bool isTcp = parsed.GetValue(_transport) == Tcp;
        TlsFiles? tls = _tls.Read(parsed, isTcp);
        IReadOnlyList<string> addresses = isTcp ? LoopbackPorts.Choose(nodes) : folder.Sockets(nodes);
        ClusterFile description = Describe(model, addresses) with { Wire = parsed.GetValue(_wire), Tls = tls };
        long started = context.Clock.GetTimestamp();
        using ClusterParent parent = ClusterParent.Start(folder, description, parsed.GetValue(_map), line => context.Say($"emoe: {line}"), context.Cancelled);
        context.Console.Out.WriteLine($"{nodes} nodes serve the experts of {model.Directory}, ready after {Figures.Duration(context.Clock.GetElapsedTime(started))}");
        for (int number = 0; number < nodes; number++)
            context.Console.Out.WriteLine($"  node {number}  process {parent.Node(number).Pid}  {addresses[number]}");
        context.Console.Out.WriteLine("Ask it with: emoe generate --cluster --chat \"…\"   End it with Ctrl-C or: emoe down");
        context.Console.Out.Flush();
        context.Cancelled.WaitHandle.WaitOne();
        context.Say("emoe: ending the cluster");
        return ExitCode.Ok;
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
