using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Control;

public abstract partial record ControlEvent
{
    /// <summary>An expert has other weights beside the ones in use.</summary>
    /// <param name="Replica">The version, new or brought back.</param>
    /// <param name="Content">What its bytes hash to; null for version 0.</param>
    /// <param name="Bytes">Memory it takes.</param>
    /// <param name="Source">Where it comes from, for people.</param>
    public sealed record VersionAdded(ExpertVersion Replica, ContentDigest? Content, long Bytes, string Source) : ControlEvent;

    /// <summary>No sequence can need a version any more.</summary>
    public sealed record VersionRetired(ExpertVersion Replica) : ControlEvent;

    /// <summary>New sequences are bound to this revision from now on.</summary>
    /// <param name="Revision">One more than the last.</param>
    /// <param name="Versions">Where it differs from the one before.</param>
    /// <param name="Pruned">Experts that it lacks and the one before had.</param>
    /// <param name="IsRollback">Whether it goes back: then the version before the last update is the one to go back to next.</param>
    /// <param name="LimitMs">How long sequences may stay bound to the one before.</param>
    public sealed record RevisionMade(Revision Revision, IReadOnlyList<ExpertVersion> Versions, IReadOnlyList<ExpertId> Pruned, bool IsRollback, long LimitMs) : ControlEvent;

    /// <summary>No sequence is bound to a revision any more, or those that are have failed.</summary>
    public sealed record RevisionRetired(Revision Revision, bool Forced) : ControlEvent;

    /// <summary>Something that can be awaited began.</summary>
    /// <param name="Operation">One more than the last.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="Subject">What it is about, for people.</param>
    /// <param name="Experts">Versions it waits for.</param>
    /// <param name="Node">The node it empties; null for other kinds.</param>
    /// <param name="LimitMs">For an update: how long sequences may stay bound to the old version.</param>
    public sealed record OperationBegan(OperationId Operation, OperationKind Kind, string Subject, IReadOnlyList<ExpertVersion> Experts, NodeId? Node, long LimitMs) : ControlEvent;

    /// <summary>It is over.</summary>
    public sealed record OperationEnded(OperationId Operation, OutcomeCode Code, string Message) : ControlEvent;

    /// <summary>Knobs of the autoscaler.</summary>
    public sealed record AutoscaleChanged(IReadOnlyList<Knob> Knobs) : ControlEvent;

    /// <summary>The autoscaler decides nothing.</summary>
    public sealed record AutoscalePaused : ControlEvent;

    /// <summary>The autoscaler decides again.</summary>
    public sealed record AutoscaleResumed : ControlEvent;

    /// <summary>A named set of experts; an empty one ends the name.</summary>
    public sealed record TeamChanged(string Name, IReadOnlyList<ExpertId> Experts) : ControlEvent;

    /// <summary>Why numbers of awake replicas are wanted as they are, and whether the autoscaler may change them.</summary>
    public sealed record ScaleExplained(IReadOnlyList<ScaleReason> Reasons) : ControlEvent;

    /// <summary>Within what the autoscaler decides about experts; null: freely.</summary>
    public sealed record BoundsSet(IReadOnlyList<ExpertId> Experts, ScaleBounds? Bounds) : ControlEvent;

    /// <summary>A season's rule; a factor of 0 ends it.</summary>
    public sealed record SeasonChanged(SeasonRule Rule) : ControlEvent;
}
