using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Control;

/// <summary>Something that was decided, as the journal keeps it. Replaying all of them gives the wanted state.</summary>
public abstract partial record ControlEvent
{
    private ControlEvent()
    {
    }

    /// <summary>The cluster's model; the first event.</summary>
    public sealed record ClusterFormed(ModelShape Model) : ControlEvent;

    /// <summary>A supervisor leads under this number.</summary>
    /// <param name="Lease">Grows from leader to leader.</param>
    /// <param name="Holder">Its name, for people.</param>
    public sealed record LeaseTaken(long Lease, string Holder) : ControlEvent;

    /// <summary>A node is new, or describes itself differently.</summary>
    public sealed record NodeRegistered(NodeDescription Node) : ControlEvent;

    /// <summary>A known node has started again.</summary>
    public sealed record IncarnationSeen(NodeIdentity Node) : ControlEvent;

    /// <summary>A node is lost and no longer counts; its replicas are wanted elsewhere.</summary>
    public sealed record NodeRemoved(NodeId Node, string Cause) : ControlEvent;

    /// <summary>A node gets no further replicas.</summary>
    public sealed record NodeCordoned(NodeId Node) : ControlEvent;

    /// <summary>A node gets replicas again; a drain of it is over.</summary>
    public sealed record NodeUncordoned(NodeId Node) : ControlEvent;

    /// <summary>A node is to be emptied.</summary>
    public sealed record DrainBegan(NodeId Node) : ControlEvent;

    /// <summary>Replicas are wanted differently.</summary>
    /// <param name="Change">Counts changes; a name for history and undo.</param>
    /// <param name="Undoes">The change that this takes back; 0 for none.</param>
    /// <param name="Cause">For people.</param>
    /// <param name="Changes">Each version whose replicas are wanted elsewhere than before.</param>
    public sealed record PlacementChanged(long Change, long Undoes, string Cause, IReadOnlyList<WantedReplicas> Changes) : ControlEvent;

    /// <summary>Numbers of awake replicas are wanted differently.</summary>
    public sealed record ReplicasSet(IReadOnlyList<ReplicaCount> Counts) : ControlEvent;

    /// <summary>A replica stays where it is.</summary>
    public sealed record Pinned(ExpertId Expert, NodeId Node, bool Awake) : ControlEvent;

    /// <summary>A pin is over.</summary>
    public sealed record Unpinned(ExpertId Expert, NodeId Node) : ControlEvent;

    /// <summary>A router woke a standby; it is wanted awake from now on.</summary>
    public sealed record TakeoverRatified(ExpertVersion Replica, NodeId Node) : ControlEvent;
}
