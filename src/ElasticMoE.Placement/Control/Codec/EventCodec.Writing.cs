using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.Codec;

public static partial class EventCodec
{
    private static void Write(EventWriter w, ControlEvent one)
    {
        w.Byte((byte)Enum.Parse<EventKind>(one.GetType().Name));
        switch (one)
        {
            case ControlEvent.ClusterFormed formed: w.Model(formed.Model); break;
            case ControlEvent.LeaseTaken taken: w.Long(taken.Lease); w.Text(taken.Holder); break;
            case ControlEvent.NodeRegistered registered: w.Description(registered.Node); break;
            case ControlEvent.IncarnationSeen seen: w.Identity(seen.Node); break;
            case ControlEvent.NodeRemoved removed: w.Node(removed.Node); w.Text(removed.Cause); break;
            case ControlEvent.NodeCordoned cordoned: w.Node(cordoned.Node); break;
            case ControlEvent.NodeUncordoned uncordoned: w.Node(uncordoned.Node); break;
            case ControlEvent.DrainBegan drain: w.Node(drain.Node); break;
            case ControlEvent.PlacementChanged changed:
                w.Long(changed.Change);
                w.Long(changed.Undoes);
                w.Text(changed.Cause);
                w.List(changed.Changes, w.Wanted);
                break;
            case ControlEvent.ReplicasSet set: w.List(set.Counts, count => { w.Expert(count.Expert); w.Int(count.Replicas); }); break;
            case ControlEvent.Pinned pinned: w.Expert(pinned.Expert); w.Node(pinned.Node); w.Flag(pinned.Awake); break;
            case ControlEvent.Unpinned unpinned: w.Expert(unpinned.Expert); w.Node(unpinned.Node); break;
            case ControlEvent.TakeoverRatified ratified: w.Replica(ratified.Replica); w.Node(ratified.Node); break;
            default: WriteChange(w, one); break;
        }
    }

    private static void WriteChange(EventWriter w, ControlEvent one)
    {
        switch (one)
        {
            case ControlEvent.VersionAdded added: w.Replica(added.Replica); w.OptionalDigest(added.Content); w.Long(added.Bytes); w.Text(added.Source); break;
            case ControlEvent.VersionRetired retired: w.Replica(retired.Replica); break;
            case ControlEvent.RevisionMade made:
                w.Int(made.Revision.Value);
                w.List(made.Versions, w.Replica);
                w.List(made.Pruned, w.Expert);
                w.Flag(made.IsRollback);
                w.Long(made.LimitMs);
                break;
            case ControlEvent.RevisionRetired retired: w.Int(retired.Revision.Value); w.Flag(retired.Forced); break;
            case ControlEvent.OperationBegan began: WriteOperation(w, began); break;
            case ControlEvent.OperationEnded ended: w.Long(ended.Operation.Value); w.Byte((byte)ended.Code); w.Text(ended.Message); break;
            case ControlEvent.AutoscaleChanged changed: w.List(changed.Knobs, knob => { w.Text(knob.Name); w.Double(knob.Value); }); break;
            case ControlEvent.TeamChanged team: w.Text(team.Name); w.List(team.Experts, w.Expert); break;
            case ControlEvent.ScaleExplained explained: w.List(explained.Reasons, reason => { w.Expert(reason.Expert); w.Flag(reason.IsHeld); w.Text(reason.Text); }); break;
            case ControlEvent.SeasonChanged changed: w.Season(changed.Rule); break;
            case ControlEvent.BoundsSet set: w.List(set.Experts, w.Expert); w.OptionalBounds(set.Bounds); break;
        }
    }

    private static void WriteOperation(EventWriter w, ControlEvent.OperationBegan began)
    {
        w.Long(began.Operation.Value);
        w.Byte((byte)began.Kind);
        w.Text(began.Subject);
        w.List(began.Experts, w.Replica);
        w.Flag(began.Node is not null);
        if (began.Node is { } node)
            w.Node(node);
        w.Long(began.LimitMs);
    }
}
