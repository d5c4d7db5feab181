using System.Collections.Immutable;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.State;

public sealed partial record ControlState
{
    /// <summary>The state after one more batch of the journal.</summary>
    public ControlState Apply(EventBatch batch)
    {
        ControlState state = this;
        OperationId before = LastOperation;
        foreach (ControlEvent one in batch.Events)
            state = state.Apply(one);
        var applied = new AppliedCommand(batch.Id, state.LastOperation == before ? default : state.LastOperation);
        return state.Remember(applied) with { Index = Index + 1 };
    }

    /// <summary>The state after one event. Every event that <see cref="EventBatch"/> can hold has a meaning in every state.</summary>
    public ControlState Apply(ControlEvent one) => one switch
    {
        ControlEvent.ClusterFormed formed => Form(formed.Model),
        ControlEvent.LeaseTaken taken => this with { Lease = taken.Lease, Holder = taken.Holder },
        ControlEvent.NodeRegistered registered => Register(registered.Node),
        ControlEvent.IncarnationSeen seen => ChangeNode(seen.Node.Node, node => node with { Description = node.Description with { Identity = seen.Node } }),
        ControlEvent.NodeRemoved removed => this with { Nodes = Nodes.Remove(removed.Node) },
        ControlEvent.NodeCordoned cordoned => ChangeNode(cordoned.Node, node => node with { IsCordoned = true }),
        ControlEvent.NodeUncordoned uncordoned => ChangeNode(uncordoned.Node, node => node with { IsCordoned = false, IsDraining = false }),
        ControlEvent.DrainBegan drain => ChangeNode(drain.Node, node => node with { IsCordoned = true, IsDraining = true }),
        ControlEvent.PlacementChanged changed => Place(changed),
        ControlEvent.ReplicasSet set => set.Counts.Aggregate(this, (state, count) => state.ChangeExpert(count.Expert, expert => expert with { Replicas = count.Replicas })),
        ControlEvent.Pinned pinned => ChangeExpert(pinned.Expert, expert => expert with { Pins = expert.Pins.SetItem(pinned.Node, pinned.Awake) }),
        ControlEvent.Unpinned unpinned => ChangeExpert(unpinned.Expert, expert => expert with { Pins = expert.Pins.Remove(unpinned.Node) }),
        ControlEvent.TakeoverRatified ratified => Ratify(ratified),
        _ => ApplyChange(one),
    };

    private ControlState ApplyChange(ControlEvent one) => one switch
    {
        ControlEvent.VersionAdded added => ChangeExpert(added.Replica.Expert, expert => expert with
        {
            Live = expert.Find(added.Replica.Version) is null ? expert.Live.Add(new(added.Replica.Version, added.Content, added.Bytes, added.Source)) : expert.Live,
            NextVersion = Math.Max(expert.NextVersion, added.Replica.Version + 1),
        }),
        ControlEvent.VersionRetired retired => ChangeExpert(retired.Replica.Expert, expert => expert with { Live = expert.Live.RemoveAll(entry => entry.Version == retired.Replica.Version) }) with
        {
            Wanted = Wanted.Remove(retired.Replica),
        },
        ControlEvent.RevisionMade made => MakeRevision(made),
        ControlEvent.RevisionRetired retired => this with { Revisions = Revisions.Remove(retired.Revision) },
        ControlEvent.OperationBegan began => this with
        {
            LastOperation = began.Operation,
            Operations = Operations.SetItem(began.Operation, new(began.Kind, began.Subject, began.Experts, began.Node, began.LimitMs, null, "")),
        },
        ControlEvent.OperationEnded ended => End(ended),
        ControlEvent.AutoscaleChanged changed => this with { Knobs = Knobs.SetItems(changed.Knobs.Select(knob => KeyValuePair.Create(knob.Name, knob.Value))) },
        ControlEvent.AutoscalePaused => this with { IsAutoscalePaused = true },
        ControlEvent.AutoscaleResumed => this with { IsAutoscalePaused = false },
        ControlEvent.TeamChanged team => this with { Teams = team.Experts.Count == 0 ? Teams.Remove(team.Name) : Teams.SetItem(team.Name, [.. team.Experts]) },
        ControlEvent.ScaleExplained explained => explained.Reasons.Aggregate(this, (state, reason) => state.ChangeExpert(reason.Expert, expert => expert with { IsHeld = reason.IsHeld, Reason = reason.Text, ReasonIndex = Index + 1 })),
        ControlEvent.BoundsSet set => set.Experts.Aggregate(this, (state, bound) => state.ChangeExpert(bound, expert => expert with { Bounds = set.Bounds })),
        ControlEvent.SeasonChanged changed => this with { Seasons = changed.Rule.Factor > 0 ? Seasons.SetItem(changed.Rule.Name, changed.Rule) : Seasons.Remove(changed.Rule.Name) },
        _ => throw new ArgumentException($"{one.GetType().Name} is no event that the state knows"),
    };

    private ControlState Form(ModelShape model)
    {
        var experts = ImmutableSortedDictionary.CreateBuilder<ExpertId, ExpertEntry>();
        for (int layer = 0; layer < model.Layers.Count; layer++)
        {
            for (int index = 0; index < model.Layers[layer].Experts; index++)
                experts.Add(new(layer, index), ExpertEntry.Loaded(model.Layers[layer].ExpertBytes));
        }
        var first = new Revision(0);
        return this with
        {
            Model = model,
            Experts = experts.ToImmutable(),
            LastRevision = first,
            Revisions = ImmutableSortedDictionary<Revision, RevisionEntry>.Empty.Add(first, new(new(first, [], []), 0)),
        };
    }

    private ControlState Register(NodeDescription node) => this with
    {
        Nodes = Nodes.SetItem(node.Node, Nodes.TryGetValue(node.Node, out NodeEntry? known) ? known with { Description = node } : new(node, false, false)),
    };

    private ControlState ChangeNode(NodeId node, Func<NodeEntry, NodeEntry> change) =>
        Nodes.TryGetValue(node, out NodeEntry? entry) ? this with { Nodes = Nodes.SetItem(node, change(entry)) } : this;

    private ControlState ChangeExpert(ExpertId expert, Func<ExpertEntry, ExpertEntry> change) =>
        Experts.TryGetValue(expert, out ExpertEntry? entry) ? this with { Experts = Experts.SetItem(expert, change(entry)) } : this;

    private ControlState Place(ControlEvent.PlacementChanged changed)
    {
        var record = new PlacementRecord(changed.Change, changed.Undoes, false, changed.Cause, [.. changed.Changes.Select(wanted => WantedOf(wanted.Replica))], changed.Changes);
        ImmutableList<PlacementRecord> history = History.ConvertAll(known => known.Change == changed.Undoes ? known with { IsUndone = true } : known).Add(record);
        return this with
        {
            Wanted = Wanted.RemoveRange(changed.Changes.Where(wanted => wanted.IsNowhere).Select(wanted => wanted.Replica))
                .SetItems(changed.Changes.Where(wanted => !wanted.IsNowhere).Select(wanted => KeyValuePair.Create(wanted.Replica, wanted))),
            LastChange = changed.Change,
            History = history.Count > Limits.PlacementHistoryMax ? history.RemoveAt(0) : history,
        };
    }

    private ControlState Ratify(ControlEvent.TakeoverRatified ratified)
    {
        WantedReplicas wanted = WantedOf(ratified.Replica);
        NodeId[] awake = [.. wanted.Awake.Append(ratified.Node).Distinct().Order()];
        return this with { Wanted = Wanted.SetItem(ratified.Replica, new(ratified.Replica, awake, [.. wanted.Standbys.Where(node => node != ratified.Node)])) };
    }

    private ControlState MakeRevision(ControlEvent.RevisionMade made)
    {
        RevisionVersions before = Current!.Versions;
        ExpertId[] touched = [.. made.Versions.Select(version => version.Expert)];
        ExpertVersion[] updated = [.. before.Updated.Where(version => !touched.Contains(version.Expert)).Concat(made.Versions.Where(version => version.Version != 0)).Order()];
        ExpertId[] pruned = [.. before.Pruned.Where(expert => !touched.Contains(expert)).Concat(made.Pruned).Distinct().Order()];
        ControlState state = touched.Concat(made.Pruned).Aggregate(this, (state, expert) => state.ChangeExpert(expert, entry => entry with { Lineage = NextLineage(entry, expert, made.IsRollback) }));
        return state with
        {
            LastRevision = made.Revision,
            Revisions = Revisions.SetItem(before.Revision, Current! with { LimitMs = made.LimitMs }).SetItem(made.Revision, new(new(made.Revision, updated, pruned), 0)),
        };
    }

    private ImmutableArray<VersionEntry> NextLineage(ExpertEntry entry, ExpertId expert, bool isRollback)
    {
        if (isRollback)
            return entry.Lineage.IsEmpty ? [] : entry.Lineage.RemoveAt(entry.Lineage.Length - 1);
        if (entry.Find(CurrentOf(expert).Version) is not { } left)
            return entry.Lineage;
        ImmutableArray<VersionEntry> lineage = entry.Lineage.Add(left);
        return lineage.Length > ExpertEntry.LineageMax ? lineage.RemoveAt(0) : lineage;
    }

    private ControlState End(ControlEvent.OperationEnded ended)
    {
        if (!Operations.TryGetValue(ended.Operation, out OperationEntry? entry))
            return this;
        var operations = Operations.SetItem(ended.Operation, entry with { Outcome = ended.Code, Message = ended.Message });
        if (operations.Count > Limits.RememberedCommandsMax + Limits.OperationsMax)
            operations = operations.Remove(operations.First(pair => !pair.Value.IsUnderWay).Key);
        return this with { Operations = operations };
    }

    private ControlState Remember(AppliedCommand command)
    {
        (ImmutableList<AppliedCommand> applied, var ids) = (Applied.Add(command), AppliedIds.SetItem(command.Id, command.Operation));
        if (applied.Count > Limits.RememberedCommandsMax)
            (applied, ids) = (applied.RemoveAt(0), ids.Remove(applied[0].Id));
        return this with { Applied = applied, AppliedIds = ids };
    }
}
