using System.Collections.Immutable;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Codec;

public static partial class SnapshotCodec
{
    // Initializers run in the order in which they stand, which is the order of the bytes.
    private static ControlState Read(EventReader r, int version)
    {
        var state = new ControlState
        {
            Index = r.Long(),
            Lease = r.Long(),
            Holder = r.Text(),
            Model = r.Flag() ? r.Model() : null,
            Nodes = r.List(36, () => new NodeEntry(r.Description(), r.Flag(), r.Flag())).ToImmutableSortedDictionary(node => node.Description.Node, node => node),
            Experts = r.List(24, () => KeyValuePair.Create(r.Expert(), ReadExpert(r, version))).ToImmutableSortedDictionary(),
            Wanted = r.List(16, r.Wanted).ToImmutableSortedDictionary(wanted => wanted.Replica, wanted => wanted),
            Revisions = r.List(20, () => ReadRevision(r)).ToImmutableSortedDictionary(revision => revision.Versions.Revision, revision => revision),
            LastRevision = new Revision(r.Natural()),
            Operations = r.List(27, () => KeyValuePair.Create(new OperationId(r.Long()), ReadOperation(r))).ToImmutableSortedDictionary(),
            LastOperation = new(r.Long()),
            History = [.. r.List(27, () => ReadRecord(r))],
            LastChange = r.Long(),
            Knobs = r.List(10, () => KeyValuePair.Create(r.Text(), r.Double())).ToImmutableSortedDictionary(StringComparer.Ordinal),
            IsAutoscalePaused = r.Flag(),
            Teams = r.List(6, () => KeyValuePair.Create(r.Text(), ImmutableArray.Create(r.List(4, r.Expert)))).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Applied = [.. r.List(24, () => new AppliedCommand(r.Id(), new(r.Long())))],
            Seasons = (version < 2 ? [] : r.List(21, r.Season)).ToImmutableSortedDictionary(rule => rule.Name, rule => rule, StringComparer.Ordinal),
        };
        return state with { AppliedIds = state.Applied.ToImmutableSortedDictionary(command => command.Id, command => command.Operation) };
    }

    private static ExpertEntry ReadExpert(EventReader r, int version)
    {
        var entry = new ExpertEntry(
            r.Natural(),
            r.List(5, () => KeyValuePair.Create(r.Node(), r.Flag())).ToImmutableSortedDictionary(),
            [.. r.List(15, () => ReadVersion(r))],
            [.. r.List(15, () => ReadVersion(r))],
            r.Natural());
        if (version >= 2)
            entry = entry with { IsHeld = r.Flag(), Reason = r.Text(), ReasonIndex = r.Long() };
        return version < 3 ? entry : entry with { Bounds = r.OptionalBounds() };
    }

    private static VersionEntry ReadVersion(EventReader r) => new(r.Natural(), r.OptionalDigest(), r.Long(), r.Text());

    private static RevisionEntry ReadRevision(EventReader r) => new(new(new(r.Natural()), r.List(8, r.Replica), r.List(4, r.Expert)), r.Long());

    private static OperationEntry ReadOperation(EventReader r) =>
        new((OperationKind)r.Byte(), r.Text(), r.List(8, r.Replica), r.Flag() ? r.Node() : null, r.Long(), r.Flag() ? (OutcomeCode)r.Byte() : null, r.Text());

    private static PlacementRecord ReadRecord(EventReader r) => new(r.Long(), r.Long(), r.Flag(), r.Text(), r.List(16, r.Wanted), r.List(16, r.Wanted));
}
