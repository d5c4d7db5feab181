using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Tests.Control.Simulated;

/// <summary>A router: sequences bound to revisions send rows to replicas by the newest map, and park where none can take them.</summary>
internal sealed class SimRouter
{
    private readonly SimWorld _world;
    private readonly SortedDictionary<int, Revision> _sequences = [];
    private readonly SortedSet<ExpertVersion> _claims = [];
    private readonly SortedDictionary<ExpertVersion, long> _parkedMs = [];
    private readonly SortedDictionary<ExpertId, long> _rows = [];
    private long _sequence;

    public SimRouter(SimWorld world, int id)
    {
        (_world, Identity) = (world, new(id, new((ulong)id + 1)));
        world.Queue.After(id, Step);
        world.Queue.After(id, ReportOften);
    }

    public RouterIdentity Identity { get; }

    public ClusterMap? Map { get; private set; }

    /// <summary>It does nothing, and its connections stand.</summary>
    public bool IsHung { get; set; }

    public long LongestParkMs { get; private set; }

    public long Rows { get; private set; }

    public bool IsParked => _claims.Count > 0;

    /// <summary>Takes a map or what changes.</summary>
    /// <returns>False where it needs the whole map.</returns>
    public bool Take(ClusterMap? whole, MapDelta? delta)
    {
        ClusterMap? next = whole ?? (Map is { } map ? delta!.Apply(map) : null);
        if (next is null)
            return delta!.To <= (Map?.Epoch ?? default);
        if (Map is null || next.Epoch > Map.Epoch)
        {
            Map = next;
            _world.Report(this);
        }
        return true;
    }

    public RouterReport Observe() => new(
        Identity,
        ++_sequence,
        Map?.Epoch ?? default,
        [.. (Map?.Nodes ?? []).Where(node => !_world.CanTalk(this, node.Node)).Select(node => node.Identity)],
        [.. _claims],
        [.. _sequences.Values.Distinct().Order()],
        [.. _rows.Select(pair => new ExpertLoad(pair.Key, pair.Value))]);

    /// <summary>Sends rows to an expert's current version at once.</summary>
    public void Ask(ExpertId expert, int rows)
    {
        for (int row = 0; row < rows; row++)
            Run(Map!, new ExpertVersion(expert, Map!.Revisions.First(one => one.Revision == Map.Current).VersionOf(expert)));
    }

    public void ForgetParks() => LongestParkMs = 0;

    private void ReportOften()
    {
        _world.Queue.After(200, ReportOften);
        _world.Report(this);
    }

    private void Step()
    {
        _world.Queue.After(20, Step);
        if (Map is not { } map || IsHung)
            return;
        for (int sequence = 0; sequence < 3 && !_world.ScriptedRows; sequence++)
        {
            // A sequence ends now and then; the next one is bound to the current revision.
            if (!_sequences.ContainsKey(sequence) || (_world.Random.Next(200) == 0 && _claims.Count == 0))
                _sequences[sequence] = map.Current;
            Run(map, _sequences[sequence]);
        }
        foreach (ExpertVersion claimed in _claims.ToArray())
            Run(map, claimed);
    }

    private void Run(ClusterMap map, Revision revision)
    {
        ExpertMap? experts = map.Of(revision);
        Assert.True(experts is not null, $"{_world}: {Identity} has a sequence bound to revision {revision}, which ended");
        RevisionVersions versions = map.Revisions.First(one => one.Revision == revision);
        ExpertPlacement[] all = [.. experts.Placements.Where(placement => !versions.IsPruned(placement.Expert))];
        ExpertId expert = all[_world.Random.Next(all.Length)].Expert;
        Run(map, new ExpertVersion(expert, versions.VersionOf(expert)));
    }

    private void Run(ClusterMap map, ExpertVersion replica)
    {
        WantedReplicas? placed = map.Replicas.FirstOrDefault(one => one.Replica == replica);
        bool served = placed is not null
            && (placed.Awake.Any(node => _world.Serve(this, node, replica, takeover: false)) || placed.Standbys.Any(node => _world.Serve(this, node, replica, takeover: true)));
        if (served)
        {
            Rows++;
            _rows[replica.Expert] = _rows.GetValueOrDefault(replica.Expert) + 1;
            _claims.Remove(replica);
            if (_parkedMs.Remove(replica, out long sinceMs))
                LongestParkMs = Math.Max(LongestParkMs, _world.Queue.NowMs - sinceMs);
            return;
        }
        if (_claims.Add(replica))
        {
            _parkedMs[replica] = _world.Queue.NowMs;
            _world.Report(this);
        }
    }
}
