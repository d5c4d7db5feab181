using ElasticMoE.Contracts.Control;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>Events in words.</summary>
internal static class EventText
{
    public static string Of(ControlEvent one) => one switch
    {
        ControlEvent.ClusterFormed formed => $"the cluster runs a model of {formed.Model.Layers.Sum(layer => layer.Experts)} experts",
        ControlEvent.LeaseTaken taken => $"{taken.Holder} leads under number {taken.Lease}",
        ControlEvent.NodeRegistered registered => $"{registered.Node.Identity} joined at {registered.Node.Address}",
        ControlEvent.IncarnationSeen seen => $"{seen.Node} started again",
        ControlEvent.NodeRemoved removed => $"node {removed.Node} removed: {removed.Cause}",
        ControlEvent.NodeCordoned cordoned => $"node {cordoned.Node} cordoned",
        ControlEvent.NodeUncordoned uncordoned => $"node {uncordoned.Node} gets replicas again",
        ControlEvent.DrainBegan drain => $"node {drain.Node} is being emptied",
        ControlEvent.TakeoverRatified ratified => $"expert {ratified.Replica} stays awake on node {ratified.Node}, where a router woke it",
        ControlEvent.OperationBegan began => $"operation {began.Operation} began: {began.Subject}",
        ControlEvent.OperationEnded ended => $"operation {ended.Operation} ended: {(ended.Message.Length > 0 ? ended.Message : ended.Code)}",
        _ => OfSetting(one),
    };

    private static string Made(ControlEvent.RevisionMade made)
    {
        string versions = made.Versions.Count == 0 ? "" : $": {string.Join(", ", made.Versions.Select(version => $"expert {version}"))}{(made.IsRollback ? ", rolled back" : "")}";
        string pruned = made.Pruned.Count == 0 ? "" : $", without expert {string.Join(", ", made.Pruned)}";
        return $"revision {made.Revision} made{versions}{pruned}";
    }

    private static string OfSetting(ControlEvent one) => one switch
    {
        ControlEvent.PlacementChanged changed => $"change {changed.Change} of the placement, {changed.Changes.Count} experts: {changed.Cause}",
        ControlEvent.ReplicasSet set => $"awake replicas wanted: {string.Join(", ", set.Counts.Select(count => $"{count.Replicas} of {count.Expert}"))}",
        ControlEvent.Pinned pinned => $"expert {pinned.Expert} pinned to node {pinned.Node}, {(pinned.Awake ? "awake" : "at least as a standby")}",
        ControlEvent.Unpinned unpinned => $"expert {unpinned.Expert} no longer pinned to node {unpinned.Node}",
        ControlEvent.VersionAdded added => $"expert {added.Replica} added, from {added.Source}",
        ControlEvent.VersionRetired retired => $"expert {retired.Replica} retired",
        ControlEvent.RevisionMade made => Made(made),
        ControlEvent.RevisionRetired retired => $"revision {retired.Revision} retired{(retired.Forced ? ", at its limit" : "")}",
        ControlEvent.AutoscaleChanged changed => $"autoscaler: {string.Join(", ", changed.Knobs.Select(knob => $"{knob.Name} {knob.Value}"))}",
        ControlEvent.AutoscalePaused => "autoscaler paused",
        ControlEvent.AutoscaleResumed => "autoscaler resumed",
        ControlEvent.TeamChanged team => $"team {team.Name}: {(team.Experts.Count == 0 ? "ended" : string.Join(", ", team.Experts))}",
        ControlEvent.ScaleExplained explained => string.Join("; ", explained.Reasons.Select(reason => $"expert {reason.Expert}{(reason.IsHeld ? ", held" : "")}: {reason.Text}")),
        ControlEvent.BoundsSet set => $"bounds of {string.Join(", ", set.Experts)}: {set.Bounds?.ToString() ?? "none"}",
        ControlEvent.SeasonChanged { Rule: { Factor: > 0 } rule } => $"season {rule.Name} for team {rule.Team}",
        ControlEvent.SeasonChanged changed => $"season {changed.Rule.Name} ended",
        _ => throw new InvalidOperationException($"an event without words: {one.GetType().Name}"),
    };
}
