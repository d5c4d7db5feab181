using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Control.Supervision;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Control;

/// <summary>A whole control plane from one seed: candidates, a journal, nodes, routers, and what connects them. It checks as it goes.</summary>
internal sealed class ControlScene
{
    /// <summary>Rows that waited for the cluster to form run within this.</summary>
    private const long FirstRowsMs = 100, FirstMapMs = 1_000;

    private readonly long _seed;

    public ControlScene(long seed, ControlSettings settings, PlantedBug bug = PlantedBug.None, bool isRecording = false)
    {
        (_seed, Settings, Bug, World, Random) = (seed, settings, bug, new(isRecording), new((ulong)seed));
        Checks = new(this);
        Histories = new(this);
        Links = new(this);
        Shell = new(this);
        Journal = new(this);
        Nodes = [.. Enumerable.Range(0, settings.Nodes).Select(node => new ControlNode(this, node, settings.BudgetBytes))];
        Routers = [.. Enumerable.Range(0, settings.Routers).Select(router => new ControlRouter(this, router))];
        Candidates = [.. Enumerable.Range(0, settings.Candidates).Select(candidate => new ControlCandidate(this, candidate))];
        Links.ReportAll();
    }

    public ControlSettings Settings { get; }

    public PlantedBug Bug { get; }

    public World World { get; }

    public SeededRandom Random { get; }

    public ControlJournal Journal { get; }

    public ControlLinks Links { get; }

    public ControlShell Shell { get; }

    public ControlChecks Checks { get; }

    public ControlHistories Histories { get; }

    public IReadOnlyList<ControlNode> Nodes { get; }

    public IReadOnlyList<ControlRouter> Routers { get; }

    public IReadOnlyList<ControlCandidate> Candidates { get; }

    /// <summary>Sees what happens; null where nobody does.</summary>
    public IControlWatch? Watch { get; set; }

    public long NowMs => World.NowUs / 1000;

    /// <summary>What an operator's command may be about; null while nothing is placed.</summary>
    public ControlState? Commandable => Journal.Replayed is { Model: not null, Wanted.IsEmpty: false, Nodes.IsEmpty: false } state ? state : null;

    public ControlCandidate? Leader => Candidates.Where(one => one.Leads && !one.IsPaused).OrderByDescending(one => one.Machine.Lease).FirstOrDefault();

    public override string ToString() => $"seed {_seed}, {NowMs} ms";

    public void After(long delayMs, Action happens) => World.After(delayMs * 1000, happens);

    /// <summary>Lets time pass, unless a promise is broken.</summary>
    public void RunFor(long durationMs)
    {
        long untilUs = World.NowUs + durationMs * 1000;
        World.After(durationMs * 1000, () => { });
        World.Run(untilUs, () => false);
    }

    /// <summary>Runs until something is so, at most so long.</summary>
    /// <returns>How long it took; null where it never was.</returns>
    public long? RunUntil(Func<bool> condition, long limitMs)
    {
        long fromMs = NowMs;
        while (!condition())
        {
            if (NowMs - fromMs >= limitMs || World.Violation is not null)
                return null;
            RunFor(10);
        }
        return NowMs - fromMs;
    }

    /// <summary>Runs until the first plan is carried out.</summary>
    public ControlScene Form()
    {
        if (RunUntil(IsSettled, 30_000) is null)
            World.Violate("the cluster isn't formed within 30 s");
        RunFor(FirstRowsMs);
        // The map that serves a row may have to wait for its time.
        if (RunUntil(() => Routers.All(router => !router.IsParked), FirstMapMs) is null)
            World.Violate("rows are parked though the cluster is formed");
        foreach (ControlRouter router in Routers)
            router.ForgetParks();
        return this;
    }

    /// <summary>Whether a leader leads, everything wanted is there, nothing is under way, and every router has the newest map.</summary>
    public bool IsSettled() =>
        Leader?.Machine is { Map: { } map, State: { Model: not null, Wanted.IsEmpty: false } state } machine
        && !machine.IsFrozen
        && state.LiveVersions.All(replica => machine.Observed.IsSettled(state, replica))
        && state.Operations.Values.All(operation => !operation.IsUnderWay || MayWait(operation, state))
        && Routers.All(router => router.IsHung || router.Map?.Epoch == map.Epoch);

    /// <summary>A drain waits where an operator has left no other node open, or none with room.</summary>
    private static bool MayWait(OperationEntry operation, ControlState state) =>
        operation is { Kind: OperationKind.Drain, Node: { } node } && WantedChecks.HasNoRoomElsewhere(state, node);

    /// <summary>Submits a command to whoever leads.</summary>
    /// <returns>The answer, if it is there at once.</returns>
    public CommandOutcome? Command(EventId id, AdminCommand command)
    {
        World.Note("operator", $"{command.ToString()}");
        Shell.Answers.Remove(id);
        Histories.Submitted(id);
        Leader?.Give(new SupervisorMessage.Submitted(new(id, command)));
        return Shell.Answers.GetValueOrDefault(id);
    }

    /// <summary>Submits, again and again under one id, until it is answered by a leader that knows.</summary>
    public CommandOutcome Insist(EventId id, AdminCommand command)
    {
        long? took = RunUntil(() =>
        {
            if (Shell.Answers.TryGetValue(id, out CommandOutcome? answer) && answer.Code is not (OutcomeCode.NoLeader or OutcomeCode.JournalUnreachable))
                return true;
            if (NowMs % 500 < 10)
                Command(id, command);
            return false;
        }, 60_000);
        return took is not null ? Shell.Answers[id] : throw new InvalidOperationException($"{this}: {command} is never answered; {World.Violation}");
    }
}
