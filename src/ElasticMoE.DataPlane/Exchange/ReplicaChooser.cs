using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>
/// Picks a replica of an expert: of two awake ones at random the one with fewer rows out; a standby only where no awake replica can be used.
/// An exchange's rows stay together at the replica that its first one got, up to <see cref="RowsTogether"/>.
/// </summary>
internal sealed class ReplicaChooser(ulong seed)
{
    /// <summary>With fewer rows an expert's time is that of reading its weights, which two replicas would both do.</summary>
    private const int RowsTogether = 8;

    private readonly List<NodeState> _candidates = [];
    private readonly Dictionary<ExpertVersion, Gathered> _gathered = [];
    private ulong _random = seed | 1;

    /// <summary>Monotonic time of the choices.</summary>
    public long NowUs { get; set; }

    /// <summary>Another exchange begins.</summary>
    public void Begin() => _gathered.Clear();

    /// <param name="nodes">The router's nodes.</param>
    /// <param name="placement">Where the expert is.</param>
    /// <param name="besides">A node that has the rows already, or null.</param>
    /// <param name="decodes">Whether the row decodes, and so may use what is kept for those.</param>
    public ReplicaChoice Choose(NodeTable nodes, ExpertPlacement placement, NodeState? besides, bool decodes)
    {
        var replica = new ExpertVersion(placement.Expert, placement.Version);
        if (Pick(nodes, replica, placement.Awake, (besides, decodes), out bool busy) is { } awake)
            return new(awake, IsTakeover: false, IsBusy: false);
        // A standby stands in for what is lost, not for what has much to do.
        if (busy)
            return new(null, IsTakeover: false, IsBusy: true);
        NodeState? standby = Pick(nodes, replica, placement.Standbys, (besides, decodes), out busy);
        return new(standby, IsTakeover: true, busy);
    }

    private NodeState? Pick(NodeTable nodes, ExpertVersion replica, IReadOnlyList<NodeId> replicas, (NodeState? Besides, bool Decodes) row, out bool busy)
    {
        _candidates.Clear();
        busy = false;
        for (int i = 0; i < replicas.Count; i++)
        {
            NodeState node = nodes.Of(replicas[i]);
            if (!node.IsUsable || node == row.Besides || node.Lacks(replica, NowUs))
                continue;
            if (node.Credits.Allows(row.Decodes))
                _candidates.Add(node);
            else
                busy |= node.OutstandingRows > 0;
        }
        if (_candidates.Count < 2)
            return _candidates.Count == 0 ? null : _candidates[0];
        if (row.Besides is not null)
            return PickFreer();
        Gathered gathered = _gathered.GetValueOrDefault(replica);
        if (gathered.Rows is 0 or RowsTogether || !_candidates.Contains(gathered.Node!))
            gathered = new(PickFreer(), 0);
        _gathered[replica] = gathered with { Rows = gathered.Rows + 1 };
        return gathered.Node;
    }

    private NodeState PickFreer()
    {
        int first = Next(_candidates.Count);
        int second = (first + 1 + Next(_candidates.Count - 1)) % _candidates.Count;
        return _candidates[second].OutstandingRows < _candidates[first].OutstandingRows ? _candidates[second] : _candidates[first];
    }

    // xorshift64*, whose upper bits are good enough to choose by.
    private int Next(int below)
    {
        _random ^= _random >> 12;
        _random ^= _random << 25;
        _random ^= _random >> 27;
        return (int)((_random * 0x2545F4914F6CDD1DUL >> 33) % (ulong)below);
    }

    /// <param name="Node">Of the replica to which the exchange's last rows went.</param>
    /// <param name="Rows">How many since it was picked.</param>
    private readonly record struct Gathered(NodeState? Node, int Rows);
}
