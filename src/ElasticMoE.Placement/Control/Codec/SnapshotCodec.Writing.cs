using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Codec;

public static partial class SnapshotCodec
{
    private static void Write(EventWriter w, ControlState state, int version)
    {
        w.Long(state.Index);
        w.Long(state.Lease);
        w.Text(state.Holder);
        w.Flag(state.Model is not null);
        if (state.Model is { } model)
            w.Model(model);
        w.List(state.Nodes, pair => { w.Description(pair.Value.Description); w.Flag(pair.Value.IsCordoned); w.Flag(pair.Value.IsDraining); });
        w.List(state.Experts, pair => { w.Expert(pair.Key); WriteExpert(w, pair.Value, version); });
        w.List(state.Wanted, pair => w.Wanted(pair.Value));
        w.List(state.Revisions, pair => WriteRevision(w, pair.Value));
        w.Int(state.LastRevision.Value);
        w.List(state.Operations, pair => { w.Long(pair.Key.Value); WriteOperation(w, pair.Value); });
        w.Long(state.LastOperation.Value);
        w.List(state.History, record => WriteRecord(w, record));
        w.Long(state.LastChange);
        w.List(state.Knobs, pair => { w.Text(pair.Key); w.Double(pair.Value); });
        w.Flag(state.IsAutoscalePaused);
        w.List(state.Teams, pair => { w.Text(pair.Key); w.List(pair.Value, w.Expert); });
        w.List(state.Applied, command => { w.Id(command.Id); w.Long(command.Operation.Value); });
        w.List(state.Seasons, pair => w.Season(pair.Value));
    }

    private static void WriteExpert(EventWriter w, ExpertEntry expert, int version)
    {
        w.Int(expert.Replicas);
        w.List(expert.Pins, pin => { w.Node(pin.Key); w.Flag(pin.Value); });
        w.List(expert.Live, version => WriteVersion(w, version));
        w.List(expert.Lineage, version => WriteVersion(w, version));
        w.Int(expert.NextVersion);
        w.Flag(expert.IsHeld);
        w.Text(expert.Reason);
        w.Long(expert.ReasonIndex);
        if (version >= 3)
            w.OptionalBounds(expert.Bounds);
    }

    private static void WriteVersion(EventWriter w, VersionEntry version)
    {
        w.Int(version.Version);
        w.OptionalDigest(version.Content);
        w.Long(version.Bytes);
        w.Text(version.Source);
    }

    private static void WriteRevision(EventWriter w, RevisionEntry revision)
    {
        w.Int(revision.Versions.Revision.Value);
        w.List(revision.Versions.Updated, w.Replica);
        w.List(revision.Versions.Pruned, w.Expert);
        w.Long(revision.LimitMs);
    }

    private static void WriteOperation(EventWriter w, OperationEntry operation)
    {
        w.Byte((byte)operation.Kind);
        w.Text(operation.Subject);
        w.List(operation.Experts, w.Replica);
        w.Flag(operation.Node is not null);
        if (operation.Node is NodeId node)
            w.Node(node);
        w.Long(operation.LimitMs);
        w.Flag(operation.Outcome is not null);
        if (operation.Outcome is OutcomeCode code)
            w.Byte((byte)code);
        w.Text(operation.Message);
    }

    private static void WriteRecord(EventWriter w, PlacementRecord record)
    {
        w.Long(record.Change);
        w.Long(record.Undoes);
        w.Flag(record.IsUndone);
        w.Text(record.Cause);
        w.List(record.Before, w.Wanted);
        w.List(record.After, w.Wanted);
    }
}
