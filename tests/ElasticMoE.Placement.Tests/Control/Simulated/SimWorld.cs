using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Codec;
using ElasticMoE.Placement.Control.Leases;
using ElasticMoE.Placement.Control.Supervision;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Placement.Tests.Control.Simulated;

/// <summary>A whole control plane from one seed: candidates, a journal, nodes, routers, and what connects them. It checks as it goes.</summary>
internal sealed class SimWorld
{
    private readonly SortedSet<(int Supervisor, int Node)> _cutNodes = [];
    private readonly SortedSet<(int Supervisor, int Router)> _cutRouters = [];
    private readonly SortedSet<(int Router, int Node)> _cutLinks = [];
    private readonly SortedDictionary<long, (int Supervisor, int Life)> _actors = [];
    private readonly int _seed;

    public SimWorld(int seed, int nodes = 4, long budgetBytes = 100_000, int supervisors = 3, int routers = 2)
    {
        // Every third world has a planner that moves as much as it can, every third none.
        Planner = (seed % 3) switch { 0 => Placement.Planning.Planner.Plan, 2 => SpreadPlanner.Plan, _ => null };
        Mind = new(Planner is not null, Autoscales: seed % 4 != 1);
        (_seed, Random, Queue) = (seed, new(seed), new());
        Journal = new(Queue, Random);
        Model = ControlCluster.Shape([0, 4, 3]);
        Nodes = [.. Enumerable.Range(0, nodes).Select(node => new SimNode(this, node, budgetBytes))];
        Routers = [.. Enumerable.Range(0, routers).Select(router => new SimRouter(this, router))];
        Supervisors = [.. Enumerable.Range(0, supervisors).Select(supervisor => new SimSupervisor(this, supervisor))];
        Queue.After(500, ReportAll);
    }

    public Func<PlacementProblem, PlacementPlan>? Planner { get; }

    public SupervisorMind Mind { get; }

    /// <summary>The longest a planner thinks.</summary>
    public int PlanningMs { get; set; } = 400;

    /// <summary>Routers send only what a test has them send.</summary>
    public bool ScriptedRows { get; init; }

    public SimQueue Queue { get; }

    public Random Random { get; }

    public SimJournal Journal { get; }

    public ModelShape Model { get; }

    public IReadOnlyList<SimNode> Nodes { get; }

    public IReadOnlyList<SimRouter> Routers { get; }

    public IReadOnlyList<SimSupervisor> Supervisors { get; }

    public SimSupervisor? Leader => Supervisors.Where(one => one.Leads && !one.IsPaused).OrderByDescending(one => one.Machine.Lease).FirstOrDefault();

    public SortedDictionary<EventId, CommandOutcome> Answers { get; } = [];

    public List<SupervisorEffect> Told { get; } = [];

    /// <summary>Everything that was sent to nodes, in order.</summary>
    public List<ReplicaCommand> Sent { get; } = [];

    public override string ToString() => $"seed {_seed}, {Queue.NowMs} ms";

    /// <summary>Runs until the first plan is carried out.</summary>
    public SimWorld Form()
    {
        Assert.True(Queue.RunUntil(IsSettled, 30_000) is not null, $"{this}: the cluster isn't formed");
        foreach (SimRouter router in Routers)
            router.ForgetParks();
        return this;
    }

    /// <summary>Whether a leader leads, everything wanted is there, nothing is under way, and every router has the newest map.</summary>
    public bool IsSettled() =>
        Leader?.Machine is { Map: { } map, State: { Model: not null, Wanted.IsEmpty: false } state } machine
        && !machine.IsFrozen
        && state.LiveVersions.All(replica => machine.Observed.IsSettled(state, replica))
        && state.Operations.Values.All(operation => !operation.IsUnderWay)
        && Routers.All(router => router.IsHung || router.Map?.Epoch == map.Epoch);

    public CommandOutcome? Command(EventId id, AdminCommand command)
    {
        Answers.Remove(id);
        Leader?.Give(new SupervisorMessage.Submitted(new(id, command)));
        return Answers.GetValueOrDefault(id);
    }

    /// <summary>Submits, again and again under one id, until it is answered by a leader that knows.</summary>
    public CommandOutcome Insist(EventId id, AdminCommand command)
    {
        long? took = Queue.RunUntil(() =>
        {
            if (Answers.TryGetValue(id, out CommandOutcome? answer) && answer.Code is not (OutcomeCode.NoLeader or OutcomeCode.JournalUnreachable))
                return true;
            if (Queue.NowMs % 500 < 10)
                Command(id, command);
            return false;
        }, 60_000);
        Assert.True(took is not null, $"{this}: {command} is never answered");
        return Answers[id];
    }

    public void CutNode(int supervisor, int node, bool cut)
    {
        if (!(cut ? _cutNodes.Add((supervisor, node)) : _cutNodes.Remove((supervisor, node))) || Nodes[node].IsDead)
            return;
        if (cut)
            Later(() => Supervisors[supervisor].Give(new SupervisorMessage.NodeDisconnected(Nodes[node].Description.Identity)));
        else
            Introduce(Supervisors[supervisor], Nodes[node]);
    }

    public void CutRouter(int supervisor, int router, bool cut)
    {
        if (!(cut ? _cutRouters.Add((supervisor, router)) : _cutRouters.Remove((supervisor, router))))
            return;
        if (cut)
            Later(() => Supervisors[supervisor].Give(new SupervisorMessage.RouterDisconnected(Routers[router].Identity)));
        else
            Introduce(Supervisors[supervisor], Routers[router]);
    }

    public void CutLink(int router, int node, bool cut)
    {
        if (cut ? _cutLinks.Add((router, node)) : _cutLinks.Remove((router, node)))
            Report(Routers[router]);
    }

    public bool CanTalk(SimRouter router, NodeId node) => !Nodes[node.Value].IsDead && !_cutLinks.Contains((router.Identity.Router, node.Value));

    public bool Serve(SimRouter router, NodeId node, ExpertVersion replica, bool takeover) => CanTalk(router, node) && Nodes[node.Value].Serve(replica, takeover);

    public void NodeGone(SimNode node)
    {
        foreach (SimSupervisor supervisor in Supervisors.Where(one => !_cutNodes.Contains((one.Id, node.Id.Value))))
        {
            NodeIdentity identity = node.Description.Identity;
            Later(() => supervisor.Give(new SupervisorMessage.NodeDisconnected(identity)));
        }
        foreach (SimRouter router in Routers)
            Report(router);
    }

    public void NodeCame(SimNode node)
    {
        foreach (SimSupervisor supervisor in Supervisors)
            Introduce(supervisor, node);
    }

    /// <summary>A process that begins to lead hears of the connections that stand.</summary>
    public void Introduce(SimSupervisor supervisor)
    {
        foreach (SimNode node in Nodes)
            Introduce(supervisor, node);
        foreach (SimRouter router in Routers)
            Introduce(supervisor, router);
    }

    public void Report(SimNode node)
    {
        if (node.IsDead)
            return;
        NodeReport report = node.Observe();
        foreach (SimSupervisor supervisor in Supervisors.Where(one => !_cutNodes.Contains((one.Id, node.Id.Value))))
            Later(() => supervisor.Give(new SupervisorMessage.NodeReported(report)));
    }

    public void Report(SimRouter router)
    {
        if (router.IsHung)
            return;
        RouterReport report = router.Observe();
        foreach (SimSupervisor supervisor in Supervisors.Where(one => !_cutRouters.Contains((one.Id, router.Identity.Router))))
            Later(() => supervisor.Give(new SupervisorMessage.RouterReported(report)));
    }

    /// <summary>Performs one effect of a supervisor.</summary>
    public void Perform(SimSupervisor from, SupervisorEffect effect, Action<SupervisorMessage> reply)
    {
        switch (effect)
        {
            case SupervisorEffect.Append append:
                Journal.Append(new(append.Index, append.Lease, append.Batch), (done, fenced) => reply(
                    done == true ? new SupervisorMessage.Appended(append.Batch.Id)
                    : done is null ? new SupervisorMessage.AppendUnknown(append.Batch.Id)
                    : fenced ? new SupervisorMessage.AppendFenced(append.Batch.Id) : new SupervisorMessage.AppendFailed(append.Batch.Id, "the disk is full")));
                break;
            case SupervisorEffect.Fence fence:
                Act(from, fence.Lease);
                ToNode(from, fence.Node.Node, node => node.Fence(fence.Node, fence.Lease));
                break;
            case SupervisorEffect.Send send:
                Act(from, send.Command.Lease);
                CheckCommand(from, send.Command);
                ToNode(from, send.Command.Target.Node, node => Deliver(node, send.Command, reply));
                break;
            case SupervisorEffect.Publish publish:
                Act(from, publish.Map.Epoch.Lease);
                foreach (SimRouter router in Routers)
                    ToRouter(from, router, () => Deliver(router, null, publish.Delta, reply));
                break;
            case SupervisorEffect.SendMap map:
                ToRouter(from, Routers[map.Router.Router], () => Deliver(Routers[map.Router.Router], map.Map, null, reply));
                break;
            case SupervisorEffect.Plan plan:
                Queue.After(Random.Next(1, PlanningMs), () => reply(new SupervisorMessage.PlanReady(plan.Question.Answer(Planner!))));
                break;
            case SupervisorEffect.Answer answer:
                Answers[answer.Request] = answer.Outcome;
                break;
            case SupervisorEffect.StepDown:
                from.Give(new LeaseMessage.Superseded());
                break;
            default:
                Told.Add(effect);
                break;
        }
    }

    private void Deliver(SimNode node, ReplicaCommand command, Action<SupervisorMessage> reply)
    {
        CommandReceipt receipt = node.Submit(command);
        if (receipt != CommandReceipt.Taken)
            Later(() => reply(new SupervisorMessage.CommandRefused(command.Target, command.Replica, receipt, node.Lease)));
    }

    private void Deliver(SimRouter router, ClusterMap? map, MapDelta? delta, Action<SupervisorMessage> reply)
    {
        if (!router.IsHung && !router.Take(map, delta))
            Later(() => reply(new SupervisorMessage.MapAsked(router.Identity)));
    }

    /// <summary>At most one process acts under a number.</summary>
    private void Act(SimSupervisor from, long lease)
    {
        Assert.True(!_actors.TryGetValue(lease, out var actor) || actor == (from.Id, from.Life), $"{this}: supervisor {from.Id} acts under lease {lease}, as another did");
        _actors[lease] = (from.Id, from.Life);
    }

    private void CheckCommand(SimSupervisor from, ReplicaCommand command)
    {
        Sent.Add(command);
        if (command.Action is not (ReplicaAction.Sleep or ReplicaAction.Unload))
            return;
        Assert.False(from.Machine.IsFrozen, $"{this}: {command.Action} of {command.Replica} while frozen");
        Assert.False(from.Machine.Observed.IsClaimed(command.Replica), $"{this}: {command.Action} of {command.Replica} under a claim");
    }

    private void ToNode(SimSupervisor from, NodeId node, Action<SimNode> action)
    {
        if (!_cutNodes.Contains((from.Id, node.Value)))
            Queue.After(from.LatenessMs + Random.Next(1, 10), () =>
            {
                if (!Nodes[node.Value].IsDead)
                    action(Nodes[node.Value]);
            });
    }

    private void ToRouter(SimSupervisor from, SimRouter router, Action action)
    {
        if (!_cutRouters.Contains((from.Id, router.Identity.Router)))
            Later(action);
    }

    private void Introduce(SimSupervisor supervisor, SimNode node)
    {
        if (node.IsDead || _cutNodes.Contains((supervisor.Id, node.Id.Value)))
            return;
        NodeDescription description = node.Description;
        long lease = node.Lease;
        Later(() => supervisor.Give(new SupervisorMessage.NodeConnected(description, lease)));
        Queue.After(20, () => Report(node));
    }

    private void Introduce(SimSupervisor supervisor, SimRouter router)
    {
        if (_cutRouters.Contains((supervisor.Id, router.Identity.Router)))
            return;
        Later(() => supervisor.Give(new SupervisorMessage.RouterConnected(router.Identity)));
        Queue.After(20, () => Report(router));
    }

    private void ReportAll()
    {
        Queue.After(500, ReportAll);
        foreach (SimNode node in Nodes)
            Report(node);
    }

    private void Later(Action action) => Queue.After(Random.Next(1, 10), action);

    /// <summary>What holds at any time, and what a leader believes.</summary>
    public void Check()
    {
        var state = Journal.Replayed;
        foreach (SimSupervisor supervisor in Supervisors.Where(one => one.Leads && one.Machine.Lease == Journal.Lease.Number && one.Machine.State.Index == Journal.Entries.Count))
            Assert.True(SnapshotCodec.Encode(state).AsSpan().SequenceEqual(SnapshotCodec.Encode(supervisor.Machine.State)), $"{this}: supervisor {supervisor.Id}'s state isn't the journal replayed");
        Assert.True(Journal.Entries.Zip(Journal.Entries.Skip(1)).All(pair => pair.First.Lease <= pair.Second.Lease), $"{this}: an older lease appended after a newer one");
        Assert.True(Journal.Entries.Select(entry => entry.Id).Distinct().Count() == Journal.Entries.Count, $"{this}: an event is in the journal twice");
    }
}
