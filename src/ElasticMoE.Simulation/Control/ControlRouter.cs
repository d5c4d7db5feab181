using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Control;

/// <summary>A router: sequences bound to revisions send rows to replicas by the newest map, and park where none can take them.</summary>
internal sealed class ControlRouter
{
    private const int Sequences = 3, StepMs = 20;

    private readonly ControlScene _scene;
    private readonly SeededRandom _random;
    private readonly SortedDictionary<int, Revision> _sequences = [];
    private readonly SortedSet<ExpertVersion> _claims = [];
    private readonly SortedDictionary<ExpertVersion, long> _parkedMs = [];
    private readonly SortedDictionary<ExpertId, long> _rows = [];
    private readonly Dictionary<Revision, ExpertVersion[]> _served = [];
    private readonly Dictionary<ExpertVersion, WantedReplicas> _placed = [];
    private long _sequence;

    public ControlRouter(ControlScene scene, int id)
    {
        (_scene, Identity, Name, _random) = (scene, new(id, new((ulong)id + 1)), $"router {id}", scene.Random.Fork());
        scene.After(id, Step);
        scene.After(id, ReportOften);
    }

    public RouterIdentity Identity { get; }

    public string Name { get; }

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
        ClusterMap? next = whole ?? (Map is { } map ? Apply(delta!, map) : null);
        if (next is null)
            return delta!.To <= (Map?.Epoch ?? default);
        if (Map is null || next.Epoch > Map.Epoch)
        {
            Map = next;
            _served.Clear();
            _placed.Clear();
            _scene.World.Note(Name, $"uses map {next.Epoch.ToString()}");
            _scene.Checks.Used(this, next);
            _scene.Links.Report(this);
        }
        return true;
    }

    public RouterReport Observe() => new(
        Identity,
        ++_sequence,
        Map?.Epoch ?? default,
        [.. (Map?.Nodes ?? []).Where(node => !_scene.Links.CanTalk(this, node.Node)).Select(node => node.Identity)],
        [.. _claims],
        [.. _sequences.Values.Distinct().Order()],
        [.. _rows.Select(pair => new ExpertLoad(pair.Key, pair.Value))]);

    /// <summary>Sends rows to an expert's current version at once.</summary>
    public void Ask(ExpertId expert, int rows)
    {
        for (int row = 0; row < rows; row++)
            Run(Map!, new ExpertVersion(expert, Map!.Revisions.First(one => one.Revision == Map.Current).VersionOf(expert)));
    }

    /// <summary>Counts rows that were sent to an expert, without sending any.</summary>
    public void Count(ExpertId expert, long rows) => _rows[expert] = _rows.GetValueOrDefault(expert) + rows;

    /// <summary>Measures parked rows from now on.</summary>
    public void ForgetParks()
    {
        LongestParkMs = 0;
        foreach (ExpertVersion claimed in _claims)
            _parkedMs[claimed] = _scene.NowMs;
    }

    /// <summary>Applies a delta to the map it is from. The mistake: to any map.</summary>
    private ClusterMap? Apply(MapDelta delta, ClusterMap map) =>
        _scene.Bug == PlantedBug.DeltaOnAnyMap && delta.To > map.Epoch ? Patched(delta, map) : delta.Apply(map);

    private static ClusterMap? Patched(MapDelta delta, ClusterMap map)
    {
        var nodes = new SortedDictionary<NodeId, NodeDescription>(map.Nodes.ToDictionary(node => node.Node));
        foreach (NodeDescription node in delta.Nodes)
            nodes[node.Node] = node;
        var replicas = new SortedDictionary<ExpertVersion, WantedReplicas>(map.Replicas.ToDictionary(one => one.Replica));
        foreach (WantedReplicas changed in delta.Replicas)
            replicas[changed.Replica] = changed;
        bool isWhole = replicas.Values.All(placed => placed.All.All(nodes.ContainsKey)) && delta.Revisions.SelectMany(revision => revision.Updated).All(replicas.ContainsKey);
        return isWhole ? new(delta.To, [.. nodes.Values], [.. replicas.Values], delta.Revisions) : null;
    }

    private void ReportOften()
    {
        _scene.After(_scene.Settings.RouterReportMs, ReportOften);
        _scene.Links.Report(this);
    }

    private void Step()
    {
        _scene.After(StepMs, Step);
        if (Map is not { } map || IsHung)
            return;
        for (int sequence = 0; sequence < Sequences && !_scene.Settings.ScriptedRows; sequence++)
        {
            // A sequence ends now and then; the next one is bound to the current revision.
            if (!_sequences.ContainsKey(sequence) || (_random.Below(200) == 0 && _claims.Count == 0))
                _sequences[sequence] = map.Current;
            Run(map, _sequences[sequence]);
        }
        foreach (ExpertVersion claimed in _claims.ToArray())
            Run(map, claimed);
    }

    private void Run(ClusterMap map, Revision revision)
    {
        if (!_served.TryGetValue(revision, out ExpertVersion[]? all))
        {
            if (map.Revisions.FirstOrDefault(one => one.Revision == revision) is not { } versions)
            {
                _scene.World.Violate($"{Name} has a sequence bound to revision {revision}, which ended");
                return;
            }
            _served[revision] = all = [.. map.Replicas.Select(placed => placed.Replica).Where(replica => versions.VersionOf(replica.Expert) == replica.Version && !versions.IsPruned(replica.Expert))];
        }
        if (all.Length > 0)
            Run(map, all[_random.Below(all.Length)]);
    }

    private void Run(ClusterMap map, ExpertVersion replica)
    {
        if (_placed.Count == 0)
        {
            foreach (WantedReplicas one in map.Replicas)
                _placed[one.Replica] = one;
        }
        bool served = _placed.TryGetValue(replica, out WantedReplicas? placed)
            && (placed.Awake.Any(node => Serve(node, replica)) || placed.Standbys.Any(node => _scene.Links.Serve(this, node, replica, takeover: true)));
        if (served)
        {
            Rows++;
            _rows[replica.Expert] = _rows.GetValueOrDefault(replica.Expert) + 1;
            _claims.Remove(replica);
            if (_parkedMs.Remove(replica, out long sinceMs))
                LongestParkMs = Math.Max(LongestParkMs, _scene.NowMs - sinceMs);
            return;
        }
        if (_claims.Add(replica))
        {
            _parkedMs[replica] = _scene.NowMs;
            _scene.World.Note(Name, $"parks a row of {replica.ToString()}");
            _scene.Links.Report(this);
        }
    }

    private bool Serve(NodeId node, ExpertVersion replica)
    {
        bool served = _scene.Links.Serve(this, node, replica, takeover: false);
        _scene.Checks.Asked(this, node, replica, served);
        return served;
    }
}
