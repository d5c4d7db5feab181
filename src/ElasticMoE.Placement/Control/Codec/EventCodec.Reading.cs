using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.Codec;

public static partial class EventCodec
{
    // Arguments are evaluated from left to right, so that each line reads its event's fields in their order.
    private static ControlEvent Read(EventReader r) => (EventKind)r.Byte() switch
    {
        EventKind.ClusterFormed => new ControlEvent.ClusterFormed(r.Model()),
        EventKind.LeaseTaken => new ControlEvent.LeaseTaken(r.Long(), r.Text()),
        EventKind.NodeRegistered => new ControlEvent.NodeRegistered(r.Description()),
        EventKind.IncarnationSeen => new ControlEvent.IncarnationSeen(r.Identity()),
        EventKind.NodeRemoved => new ControlEvent.NodeRemoved(r.Node(), r.Text()),
        EventKind.NodeCordoned => new ControlEvent.NodeCordoned(r.Node()),
        EventKind.NodeUncordoned => new ControlEvent.NodeUncordoned(r.Node()),
        EventKind.DrainBegan => new ControlEvent.DrainBegan(r.Node()),
        EventKind.PlacementChanged => new ControlEvent.PlacementChanged(r.Long(), r.Long(), r.Text(), r.List(16, r.Wanted)),
        EventKind.ReplicasSet => new ControlEvent.ReplicasSet(r.List(8, () => new ReplicaCount(r.Expert(), r.Natural()))),
        EventKind.Pinned => new ControlEvent.Pinned(r.Expert(), r.Node(), r.Flag()),
        EventKind.Unpinned => new ControlEvent.Unpinned(r.Expert(), r.Node()),
        EventKind.TakeoverRatified => new ControlEvent.TakeoverRatified(r.Replica(), r.Node()),
        EventKind kind => ReadChange(r, kind),
    };

    private static ControlEvent ReadChange(EventReader r, EventKind kind) => kind switch
    {
        EventKind.VersionAdded => new ControlEvent.VersionAdded(r.Replica(), r.OptionalDigest(), r.Long(), r.Text()),
        EventKind.VersionRetired => new ControlEvent.VersionRetired(r.Replica()),
        EventKind.RevisionMade => new ControlEvent.RevisionMade(new Revision(r.Natural()), r.List(8, r.Replica), r.List(4, r.Expert), r.Flag(), r.Long()),
        EventKind.RevisionRetired => new ControlEvent.RevisionRetired(new Revision(r.Natural()), r.Flag()),
        EventKind.OperationBegan => new ControlEvent.OperationBegan(
            new(r.Long()), (OperationKind)r.Byte(), r.Text(), r.List(8, r.Replica), r.Flag() ? r.Node() : null, r.Long()),
        EventKind.OperationEnded => new ControlEvent.OperationEnded(new(r.Long()), (OutcomeCode)r.Byte(), r.Text()),
        EventKind.AutoscaleChanged => new ControlEvent.AutoscaleChanged(r.List(10, () => new Knob(r.Text(), r.Double()))),
        EventKind.AutoscalePaused => new ControlEvent.AutoscalePaused(),
        EventKind.AutoscaleResumed => new ControlEvent.AutoscaleResumed(),
        EventKind.TeamChanged => new ControlEvent.TeamChanged(r.Text(), r.List(4, r.Expert)),
        EventKind.ScaleExplained => new ControlEvent.ScaleExplained(r.List(7, () => new ScaleReason(r.Expert(), r.Flag(), r.Text()))),
        EventKind.SeasonChanged => new ControlEvent.SeasonChanged(r.Season()),
        EventKind.BoundsSet => new ControlEvent.BoundsSet(r.List(4, r.Expert), r.OptionalBounds()),
        _ => throw r.Fault($"event {(int)kind} is unknown; a newer program wrote it"),
    };
}
