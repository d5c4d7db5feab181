using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Control;

/// <summary>What an operator or the autoscaler asks for.</summary>
public abstract record AdminCommand
{
    private AdminCommand()
    {
    }

    /// <summary>Wants so many awake replicas of an expert; 0 puts it to sleep.</summary>
    /// <param name="Expert">The expert.</param>
    /// <param name="Replicas">0 or more; at most one a node.</param>
    public sealed record Scale(ExpertId Expert, int Replicas) : AdminCommand;

    /// <summary>Puts experts to sleep, warm: only standbys stay.</summary>
    public sealed record Sleep(IReadOnlyList<ExpertId> Experts) : AdminCommand;

    /// <summary>Wakes experts that sleep: one awake replica each.</summary>
    public sealed record Wake(IReadOnlyList<ExpertId> Experts) : AdminCommand;

    /// <summary>Lets the autoscaler decide about experts again whose number of awake replicas an operator set.</summary>
    public sealed record Release(IReadOnlyList<ExpertId> Experts) : AdminCommand;

    /// <summary>Sets within what the autoscaler decides about experts; without bounds it is free again.</summary>
    public sealed record Bound(IReadOnlyList<ExpertId> Experts, ScaleBounds? Bounds) : AdminCommand;

    /// <summary>Keeps a replica of an expert on a node, awake or at least as a standby.</summary>
    public sealed record Pin(ExpertId Expert, NodeId Node, bool Awake) : AdminCommand;

    /// <summary>Ends a pin.</summary>
    public sealed record Unpin(ExpertId Expert, NodeId Node) : AdminCommand;

    /// <summary>Moves an expert's replica, awake or standby, from one node to another.</summary>
    public sealed record Move(ExpertId Expert, NodeId From, NodeId To) : AdminCommand;

    /// <summary>Replaces an expert's weights. Sequences under way end with the old ones.</summary>
    /// <param name="Expert">The expert.</param>
    /// <param name="Content">What the new bytes hash to.</param>
    /// <param name="Bytes">Memory they take.</param>
    /// <param name="Source">Where they come from, for people.</param>
    /// <param name="LimitMs">How long bound sequences may keep the old ones; 0 for the longest allowed request.</param>
    public sealed record Update(ExpertId Expert, ContentDigest Content, long Bytes, string Source, long LimitMs) : AdminCommand;

    /// <summary>Goes back to the version an expert had before its last update.</summary>
    public sealed record Rollback(ExpertId Expert, long LimitMs) : AdminCommand;

    /// <summary>Takes experts out of the model: a revision in which no row is routed to them.</summary>
    public sealed record PruneApply(IReadOnlyList<ExpertId> Experts, long LimitMs) : AdminCommand;

    /// <summary>Gives a node no further replicas.</summary>
    public sealed record Cordon(NodeId Node) : AdminCommand;

    /// <summary>Gives a node replicas again; ends a drain.</summary>
    public sealed record Uncordon(NodeId Node) : AdminCommand;

    /// <summary>Cordons a node and moves every replica away from it.</summary>
    public sealed record Drain(NodeId Node) : AdminCommand;

    /// <summary>Sets knobs of the autoscaler.</summary>
    public sealed record AutoscaleSet(IReadOnlyList<Knob> Knobs) : AdminCommand;

    /// <summary>Stops the autoscaler's decisions.</summary>
    public sealed record AutoscalePause : AdminCommand;

    /// <summary>Lets the autoscaler decide again.</summary>
    public sealed record AutoscaleResume : AdminCommand;

    /// <summary>Sets or ends a season's rule.</summary>
    public sealed record SeasonSet(SeasonRule Rule) : AdminCommand;

    /// <summary>Wants replicas where a plan says.</summary>
    /// <param name="Cause">For people and the history.</param>
    /// <param name="Changes">What the plan says of each expert it changes.</param>
    /// <param name="Counts">How many awake replicas are wanted from now on, where that changes.</param>
    public sealed record PlacementApply(string Cause, IReadOnlyList<WantedReplicas> Changes, IReadOnlyList<ReplicaCount> Counts) : AdminCommand;

    /// <summary>Takes back the last change of the placement that isn't taken back.</summary>
    public sealed record PlacementUndo : AdminCommand;

    /// <summary>Names a set of experts; an empty set ends the name.</summary>
    public sealed record TeamsSet(string Name, IReadOnlyList<ExpertId> Experts) : AdminCommand;
}
