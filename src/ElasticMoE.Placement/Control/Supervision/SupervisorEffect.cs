using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>What a supervisor does.</summary>
public abstract record SupervisorEffect
{
    private SupervisorEffect()
    {
    }

    /// <summary>Append to the journal at an index under a lease number. One at a time; it is answered once. An index that is taken by this very id counts as done.</summary>
    public sealed record Append(long Index, long Lease, EventBatch Batch) : SupervisorEffect;

    /// <summary>Save a snapshot; nothing waits for it.</summary>
    public sealed record SaveSnapshot(ControlState State) : SupervisorEffect;

    /// <summary>Tell a node the lease number; it comes before any command to this start of it.</summary>
    public sealed record Fence(NodeIdentity Node, long Lease) : SupervisorEffect;

    /// <summary>Send a node a command.</summary>
    public sealed record Send(ReplicaCommand Command) : SupervisorEffect;

    /// <summary>Send a node its assignment.</summary>
    public sealed record Assign(NodeAssignment Assignment) : SupervisorEffect;

    /// <summary>Send every connected router what changed.</summary>
    public sealed record Publish(ClusterMap Map, MapDelta Delta) : SupervisorEffect;

    /// <summary>Send one router the whole map.</summary>
    public sealed record SendMap(RouterIdentity Router, ClusterMap Map) : SupervisorEffect;

    /// <summary>Ask the planner, on another thread: <see cref="SupervisorMessage.PlanReady"/> has the answer.</summary>
    public sealed record Plan(PlanQuestion Question) : SupervisorEffect;

    /// <summary>Answer a command.</summary>
    public sealed record Answer(EventId Request, CommandOutcome Outcome) : SupervisorEffect;

    /// <summary>An operation has ended, for those who await it.</summary>
    public sealed record Ended(OperationId Operation, CommandOutcome Outcome) : SupervisorEffect;

    /// <summary>Fail sequences that are still bound to a revision, with this message.</summary>
    public sealed record FailBound(Revision Revision, string Message) : SupervisorEffect;

    /// <summary>A router hasn't acknowledged a map within two seconds; for people.</summary>
    public sealed record RouterLags(RouterIdentity Router, Epoch Epoch) : SupervisorEffect;

    /// <summary>Nothing is evicted, moved or put to sleep from now on, or it is again; for people.</summary>
    public sealed record FreezeChanged(bool IsFrozen, string Cause) : SupervisorEffect;

    /// <summary>Somebody leads under a higher number: give the lease up.</summary>
    public sealed record StepDown(string Cause) : SupervisorEffect;
}
