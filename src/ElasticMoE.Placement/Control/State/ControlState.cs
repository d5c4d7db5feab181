using System.Collections.Immutable;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.State;

/// <summary>What is wanted of the cluster: the journal, replayed. Immutable. What nodes hold is asked of them and isn't here.</summary>
public sealed partial record ControlState
{
    private ImmutableSortedDictionary<OperationId, OperationEntry>? _loadingOf;
    private IReadOnlyList<ExpertVersion> _loading = [];
    private ImmutableSortedDictionary<Revision, RevisionEntry>? _liveOf;
    private RevisionVersions[] _live = [];

    /// <summary>Nothing decided yet.</summary>
    public static ControlState Empty { get; } = new();

    /// <summary>Batches applied; the index of the last.</summary>
    public long Index { get; init; }

    /// <summary>The number of the last lease taken.</summary>
    public long Lease { get; init; }

    /// <summary>Who took it.</summary>
    public string Holder { get; init; } = "";

    /// <summary>The model; null until the cluster is formed.</summary>
    public ModelShape? Model { get; init; }

    /// <summary>Nodes that count.</summary>
    public ImmutableSortedDictionary<NodeId, NodeEntry> Nodes { get; init; } = ImmutableSortedDictionary<NodeId, NodeEntry>.Empty;

    /// <summary>Every expert of the model.</summary>
    public ImmutableSortedDictionary<ExpertId, ExpertEntry> Experts { get; init; } = ImmutableSortedDictionary<ExpertId, ExpertEntry>.Empty;

    /// <summary>Where each version is wanted; one that is wanted nowhere isn't there.</summary>
    public ImmutableSortedDictionary<ExpertVersion, WantedReplicas> Wanted { get; init; } = ImmutableSortedDictionary<ExpertVersion, WantedReplicas>.Empty;

    /// <summary>Live revisions; the last is the current one.</summary>
    public ImmutableSortedDictionary<Revision, RevisionEntry> Revisions { get; init; } = ImmutableSortedDictionary<Revision, RevisionEntry>.Empty;

    /// <summary>Operations under way, and some that ended.</summary>
    public ImmutableSortedDictionary<OperationId, OperationEntry> Operations { get; init; } = ImmutableSortedDictionary<OperationId, OperationEntry>.Empty;

    /// <summary>The number of the last operation.</summary>
    public OperationId LastOperation { get; init; }

    /// <summary>The last changes of the placement, oldest first.</summary>
    public ImmutableList<PlacementRecord> History { get; init; } = [];

    /// <summary>The number of the last change.</summary>
    public long LastChange { get; init; }

    /// <summary>Knobs of the autoscaler that were set.</summary>
    public ImmutableSortedDictionary<string, double> Knobs { get; init; } = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>Whether the autoscaler decides nothing.</summary>
    public bool IsAutoscalePaused { get; init; }

    /// <summary>Named sets of experts.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<ExpertId>> Teams { get; init; } = ImmutableSortedDictionary.Create<string, ImmutableArray<ExpertId>>(StringComparer.Ordinal);

    /// <summary>Seasons, by name.</summary>
    public ImmutableSortedDictionary<string, SeasonRule> Seasons { get; init; } = ImmutableSortedDictionary.Create<string, SeasonRule>(StringComparer.Ordinal);

    /// <summary>The last batches, oldest first.</summary>
    public ImmutableList<AppliedCommand> Applied { get; init; } = [];

    /// <summary>The ids in <see cref="Applied"/>.</summary>
    public ImmutableSortedDictionary<EventId, OperationId> AppliedIds { get; init; } = ImmutableSortedDictionary<EventId, OperationId>.Empty;

    /// <summary>The revision that new sequences are bound to; null until the cluster is formed.</summary>
    public RevisionEntry? Current => Revisions.IsEmpty ? null : Revisions[LastRevision];

    /// <summary>Its number.</summary>
    public Revision LastRevision { get; init; }

    /// <summary>The version of an expert in the current revision.</summary>
    public ExpertVersion CurrentOf(ExpertId expert) => new(expert, Current!.Versions.VersionOf(expert));

    /// <summary>Where a version is wanted, perhaps nowhere.</summary>
    public WantedReplicas WantedOf(ExpertVersion replica) => Wanted.TryGetValue(replica, out WantedReplicas? wanted) ? wanted : new(replica, [], []);

    /// <summary>Memory one replica takes; 0 for a version that isn't live.</summary>
    public long BytesOf(ExpertVersion replica) => Experts.TryGetValue(replica.Expert, out ExpertEntry? expert) ? expert.Find(replica.Version)?.Bytes ?? 0 : 0;

    /// <summary>Whether a version is live.</summary>
    public bool IsLive(ExpertVersion replica) => Experts.TryGetValue(replica.Expert, out ExpertEntry? expert) && expert.Find(replica.Version) is not null;

    /// <summary>Every live version, ascending.</summary>
    public IEnumerable<ExpertVersion> LiveVersions => Experts.SelectMany(pair => pair.Value.Live.Select(entry => new ExpertVersion(pair.Key, entry.Version)));

    /// <summary>Whether a live revision has the version, or an operation loads it for one.</summary>
    public bool IsNeeded(ExpertVersion replica) => IsBindable(replica) || Loading.Contains(replica);

    /// <summary>Whether a live revision has the version, so that sequences may be bound to it.</summary>
    public bool IsBindable(ExpertVersion replica)
    {
        // A copy of the state takes the array along, which holds for the revisions it was made of alone.
        if (_liveOf != Revisions)
            (_liveOf, _live) = (Revisions, [.. Revisions.Values.Select(revision => revision.Versions)]);
        foreach (RevisionVersions versions in _live)
        {
            if (!versions.IsPruned(replica.Expert) && versions.VersionOf(replica.Expert) == replica.Version)
                return true;
        }
        return false;
    }

    /// <summary>Versions that operations load for a revision to come.</summary>
    private IReadOnlyList<ExpertVersion> Loading
    {
        get
        {
            // A copy of the state takes the list along, which holds for the operations it was made of alone.
            if (_loadingOf != Operations)
                (_loadingOf, _loading) = (Operations, [.. Operations.Values.Where(operation => operation.IsUnderWay && operation.Kind is OperationKind.Update or OperationKind.Rollback).SelectMany(operation => operation.Experts)]);
            return _loading;
        }
    }
}
