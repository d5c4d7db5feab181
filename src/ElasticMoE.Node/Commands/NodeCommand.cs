using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Faults;
using ElasticMoE.Node.Hosts;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Machine;
using ElasticMoE.Node.Probes;
using ElasticMoE.Node.Succession;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe node`: one process of a cluster, in any set of roles, until it is asked to end.</summary>
internal sealed class NodeCommand
{
    /// <summary>What roles take to end beside the time that answers under way have.</summary>
    private static readonly TimeSpan s_beside = TimeSpan.FromSeconds(3);

    private readonly PlatformOptionSet _platform = new();
    private readonly Option<string> _roles = new("--roles")
    {
        Description = "What the process does: expert, router, gateway, supervisor, or several divided by commas.",
        DefaultValueFactory = _ => "expert",
        HelpName = "ROLE,…",
    };
    private readonly Option<string?> _cluster = ClusterOption.Create();
    private readonly Option<string?> _wire = WireOption.Create("How rows travel; by default as the cluster's description says. Routers that send them otherwise are refused.");
    private readonly Option<string?> _model = new("--model") { Description = "Where the model, or its manifest alone, lies on this machine; by default where the cluster was started with it.", HelpName = "DIR" };
    private readonly Option<string?> _store = new("--store") { Description = "An expert node's own store of experts; by default in the cluster's folder.", HelpName = "DIR" };
    private readonly Option<string?> _shared = new("--shared") { Description = "A store of experts that many machines read.", HelpName = "DIR" };
    private readonly Option<long?> _memory = new("--memory") { Description = "Memory for experts that are awake or sleep warm; by default a share of half the machine's.", HelpName = "BYTES" };
    private readonly Option<string?> _zone = new("--zone") { Description = "The failure domain the node is in; empty where zones aren't told apart.", HelpName = "NAME", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _journal = JournalOption.Create();
    private readonly Option<string?> _admin = new("--admin") { Description = "Where a supervisor serves the admin interface; by default on the cluster's port of this machine alone.", HelpName = "IP:PORT" };
    private readonly Option<bool> _withParent = new("--with-parent") { Description = "End when standard input ends.", Hidden = true };
    private readonly Option<bool> _spare = new("--spare") { Description = "Begin when standard input says so.", Hidden = true };

    public static void Fill(Command command, CommandHost host)
    {
        var self = new NodeCommand();
        Option[] options = [self._roles, self._cluster, self._wire, self._model, self._store, self._shared, self._memory, self._zone, self._journal, self._admin, self._withParent, self._spare];
        foreach (Option option in options)
            command.Options.Add(option);
        self._platform.AddTo(command);
        host.Bind(command, self.Run);
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        ClusterFolder folder = _platform.Folder(ClusterOption.Read(parsed, _cluster), parsed);
        ClusterRole[] roles = ReadRoles(parsed.GetValue(_roles)!);
        ClusterFile cluster = folder.Read();
        int id = _platform.Id(parsed);
        foreach (ClusterRole role in roles)
        {
            if ((uint)id >= (uint)cluster.CountOf(role))
                throw new InputException("--id", $"{id} is no {new ClusterMember(role, id).RoleName} of this cluster; it has {cluster.CountOf(role)}", ExitCode.Usage);
        }
        if (roles.Any(role => role is ClusterRole.Expert or ClusterRole.Router))
            BatchScheduling.TakeProcess();
        ParentPipe? parent = parsed.GetValue(_withParent) ? new(context.Console.In) : null;
        if (parent is not null)
            context.Interrupts.LeaveKeyboardToParent();
        TextWriter output = TextWriter.Synchronized(context.Console.Out);
        FaultSwitches? faults = cluster.AllowsChaos && parent is not null ? FaultSwitches.Of([.. roles.SelectMany(KindsOf)]) : null;
        if (faults is not null)
            parent!.Take = new FaultInbox(faults, output, context.Clock).Take;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.Cancelled, parent?.Ended ?? CancellationToken.None);
        using Heartbeat? beats = parent is not null && parsed.GetValue(_spare) ? new(output) : null;
        if (beats is not null && !IsTurn(cluster, parent!, (context, output), ended.Token))
            return ExitCode.Ok;
        var hosts = new List<IClusterHost>();
        var state = new ProcessState();
        using ProbeServer? probe = _platform.Probe(parsed) is { } address ? ProbeServer.Start(address, state) : null;
        try
        {
            foreach (ClusterRole role in roles)
                hosts.Add(Start(new(role, id), folder, parsed, (context, output, faults)));
            foreach (IClusterHost host in hosts)
                _ = host.Running.ContinueWith(_ => ended.Cancel(), TaskScheduler.Default);
            // One that waits for a leader's end is as warm as a spare one.
            if (roles.Contains(ClusterRole.Supervisor) && cluster.Supervisors.Count > 1)
                SupervisionRehearsal.Run(cluster, context);
            state.Serve(hosts);
            using OtlpExport? export = OtlpExport.FromEnvironment(state.Measure, Environment.MachineName, context.Clock);
            output.WriteLine("ready");
            output.Flush();
            ended.Token.WaitHandle.WaitOne();
            state.Drain();
            Drain(hosts, parent is not null && !context.Cancelled.IsCancellationRequested, cluster.Grace + s_beside, context);
            if (hosts.Find(host => host.Running.IsFaulted) is { } failed)
                throw new InputException(new ClusterMember(roles[hosts.IndexOf(failed)], id).ToString(), failed.Running.Exception!.InnerExceptions[0].Message, inner: failed.Running.Exception);
            return ExitCode.Ok;
        }
        finally
        {
            for (int i = hosts.Count - 1; i >= 0; i--)
                hosts[i].Dispose();
        }
    }

    private IClusterHost Start(ClusterMember member, ClusterFolder folder, ParseResult parsed, (CommandContext Context, TextWriter Output, FaultSwitches? Faults) process) => member.Role switch
    {
        ClusterRole.Expert => NodeHost.Start(member.Number, folder, Described(folder, parsed), Read(parsed, process.Context) with { Faults = process.Faults }),
        ClusterRole.Router => RouterHost.Start(member.Number, folder, _platform.Listen(parsed), process.Context),
        ClusterRole.Gateway => GatewayHost.Start(member.Number, folder, _platform.Http(parsed), process.Context),
        ClusterRole.Supervisor => SupervisorHost.Start(member.Number, folder, ReadSupervisor(parsed, process.Output) with { Faults = process.Faults }, process.Context),
        _ => throw new InputException("--roles", $"{member.Role} can't be started"),
    };

    private static FaultKind[] KindsOf(ClusterRole role) => role switch
    {
        ClusterRole.Expert => [FaultKind.Slow, FaultKind.Cut, FaultKind.ForbidLoads, FaultKind.Poison],
        ClusterRole.Supervisor => [FaultKind.Slow, FaultKind.Cut, FaultKind.FillDisk],
        _ => [],
    };

    private NodeHostOptions Read(ParseResult parsed, CommandContext context) => new()
    {
        Threads = ComputeThreads.Count(),
        Model = parsed.GetValue(_model),
        Store = parsed.GetValue(_store),
        Shared = parsed.GetValue(_shared),
        MemoryBytes = parsed.GetValue(_memory),
        Zone = parsed.GetValue(_zone) ?? "",
        Host = _platform.Host(parsed),
        Listen = _platform.Listen(parsed),
        Log = line => context.Say($"emoe: {line}"),
    };

    private SupervisorHostOptions ReadSupervisor(ParseResult parsed, TextWriter output) => new()
    {
        Journal = JournalOption.Read(parsed, _journal),
        Admin = PlatformOptionSet.EndPoint("--admin", parsed.GetValue(_admin)),
        Nodes = _platform.Nodes(parsed),
        Policies = _platform.Policies(parsed),
        Beats = parsed.GetValue(_withParent) && !parsed.GetValue(_spare) ? output : null,
    };

    private ClusterFile Described(ClusterFolder folder, ParseResult parsed) =>
        parsed.GetValue(_wire) is { } wire ? folder.Read() with { Wire = wire } : folder.Read();

    /// <summary>In the order in which members use each other: experts first, gateways last.</summary>
    private static ClusterRole[] ReadRoles(string text)
    {
        string[] names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        ClusterRole[] roles = [.. names.Select(ReadRole).Distinct().Order()];
        return roles.Length > 0 ? roles : throw new InputException("--roles", "names none", ExitCode.Usage);
    }

    private static ClusterRole ReadRole(string name) => Enum.GetValues<ClusterRole>().Where(role => new ClusterMember(role, 0).RoleName == name).Cast<ClusterRole?>().FirstOrDefault()
        ?? throw new InputException("--roles", $"'{name}' is none; they are {string.Join(", ", Enum.GetValues<ClusterRole>().Select(role => new ClusterMember(role, 0).RoleName))}", ExitCode.Usage);

    private static void Drain(List<IClusterHost> hosts, bool isEverybody, TimeSpan limit, CommandContext context)
    {
        foreach (IClusterHost host in Enumerable.Reverse(hosts))
        {
            if (!host.DrainAsync(isEverybody).Wait(limit))
                context.Say("emoe: the grace is over; what still ran was cut off");
        }
    }

    /// <summary>A spare supervisor does once what it would have to, and waits until it has to.</summary>
    private static bool IsTurn(ClusterFile cluster, ParentPipe parent, (CommandContext Context, TextWriter Output) process, CancellationToken ended)
    {
        SupervisionRehearsal.Run(cluster, process.Context);
        process.Context.Say("emoe: a spare one waits");
        process.Output.WriteLine(ParentPipe.Waits);
        process.Output.Flush();
        return parent.WaitForTurn(ended);
    }
}
