using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Decisions;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Tests.Control;

/// <summary>A wanted state and its journal, with nobody who carries anything out.</summary>
internal sealed class ControlCluster
{
    public const long ExpertBytes = 100;

    private ulong _ids;

    /// <param name="nodes">Each on a host of its own, two to a zone.</param>
    /// <param name="expertsPerLayer">Experts of each layer.</param>
    /// <param name="budgetBytes">Memory of each node.</param>
    public ControlCluster(int nodes, int[] expertsPerLayer, long budgetBytes)
    {
        Append(new ControlEvent.ClusterFormed(Shape(expertsPerLayer)));
        for (int node = 0; node < nodes; node++)
            Append(new ControlEvent.NodeRegistered(Describe(node, 1, budgetBytes)));
        var draft = new PlacementDraft(State, DecisionContext.Healthy);
        foreach (ExpertVersion replica in State.LiveVersions)
            Assert.Null(draft.Settle(replica, 1));
        Append(new ControlEvent.PlacementChanged(1, 0, "first plan", draft.Changes));
    }

    public ControlState State { get; private set; } = ControlState.Empty;

    public List<EventBatch> Journal { get; } = [];

    public static ModelShape Shape(int[] expertsPerLayer) => new(default, [.. expertsPerLayer.Select(experts => new LayerShape(experts, Math.Min(2, experts), 1, experts == 0 ? 0 : ExpertBytes))]);

    public static NodeDescription Describe(int node, ulong incarnation, long budgetBytes) =>
        new(new(new(node), new(incarnation * 1000 + (ulong)node)), $"memory:{node}", $"zone {node / 2}", $"host {node}", budgetBytes);

    public void Append(params ControlEvent[] events)
    {
        var batch = new EventBatch(new(1, ++_ids), 0, events);
        Journal.Add(batch);
        State = State.Apply(batch);
    }

    /// <summary>Decides, and journals what follows.</summary>
    public CommandOutcome Do(AdminCommand command, DecisionContext? context = null)
    {
        Decision decision = Decider.Decide(State, command, context ?? DecisionContext.Healthy);
        if (decision.Events.Count > 0)
            Append([.. decision.Events]);
        return decision.Outcome;
    }

    /// <summary>Gives experts back the standbys that other changes took or made possible, as a leader does.</summary>
    public void Restore()
    {
        var draft = new PlacementDraft(State, DecisionContext.Healthy);
        foreach (ExpertVersion replica in State.LiveVersions.Where(replica => State.IsNeeded(replica) && draft.CouldBeSafer(replica)))
            draft.SetStandby(replica);
        if (draft.Changes.Count > 0)
            Append(new ControlEvent.PlacementChanged(State.LastChange + 1, 0, "restore redundancy", draft.Changes));
    }

    /// <summary>Ends what is under way, as a leader would once nodes and routers have done their part.</summary>
    public void FinishOperations()
    {
        foreach ((OperationId id, OperationEntry operation) in State.Operations.Where(pair => pair.Value.IsUnderWay).ToArray())
        {
            if (operation.Kind is OperationKind.Update or OperationKind.Rollback)
                Append(Decider.MakeRevision(State, operation.Experts, operation.Kind, operation.LimitMs));
            Append(new ControlEvent.OperationEnded(id, OutcomeCode.Done, "done"));
        }
    }

    /// <summary>Ends every revision but the current one.</summary>
    public void EndSequences()
    {
        foreach (Revision revision in State.Revisions.Keys.Where(revision => revision != State.LastRevision).ToArray())
            Append(new ControlEvent.RevisionRetired(revision, false));
        foreach (ExpertVersion replica in State.LiveVersions.Where(replica => !State.IsNeeded(replica)).ToArray())
            Append(new ControlEvent.VersionRetired(replica));
    }
}
