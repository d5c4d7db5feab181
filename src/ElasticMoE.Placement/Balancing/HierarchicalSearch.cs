namespace ElasticMoE.Placement.Balancing;

/// <summary>
/// The best spread of groups over nodes, each node packed by itself. Branch and bound fills node after node; where that would take too many packings, exchanges of two
/// groups improve the greedy spread instead.
/// </summary>
internal sealed class HierarchicalSearch
{
    /// <summary>Nodes packed for one layer: all pairs of 32 groups.</summary>
    private const int PackingsMax = 500;

    /// <summary>Nodes filled in the search: the spreads of 12 groups over 4 nodes are 15,400.</summary>
    private const int StepsMax = 200_000;

    private readonly SlotProblem _problem;
    private readonly GroupSpread _groups;
    private readonly Dictionary<string, PackedNode> _packed = [];
    private int[][] _best;
    private double _largest = double.PositiveInfinity;
    private double _bound = double.PositiveInfinity;
    private int _steps = StepsMax;

    public HierarchicalSearch(SlotProblem problem)
    {
        _problem = problem;
        _groups = new GroupSpread(problem);
        _best = _groups.Greedy();
    }

    public SlotPlan Run()
    {
        Take(_best);
        Fill([.. Enumerable.Range(0, _problem.Groups)], []);
        if (IsCutShort)
        {
            _bound = Math.Max(_problem.Total / _problem.Devices, Enumerable.Range(0, _problem.Groups).Max(group => _groups.LoadOf([group])) / DevicesPerNode);
            for (bool better = true; better && _packed.Count < 2 * PackingsMax;)
                better = GroupSpread.Neighbours(_best).TakeWhile(_ => _packed.Count < 2 * PackingsMax).Any(Take);
        }
        return Plans.Of(_problem, [.. _best.SelectMany(node => DevicesOf(Packed(node), _groups.ExpertsOf(node)))], _bound);
    }

    private bool IsCutShort => _steps < 0 || _packed.Count >= PackingsMax;

    private int DevicesPerNode => _problem.Devices / _problem.Nodes;

    /// <summary>Fills the next node with the first group that is left and each choice of others, as long as that can lead to something better.</summary>
    private void Fill(int[] left, int[][] nodes)
    {
        if (left.Length == 0)
        {
            Take(nodes);
            return;
        }
        foreach (int[] node in _groups.NextNodes(left))
        {
            if (--_steps < 0 || IsCutShort)
                return;
            if (_groups.LoadOf(node) / DevicesPerNode >= _largest)
                continue;
            PackedNode packed = Packed(node);
            if (packed.Packing.Largest >= _largest * (1 - 1e-9))
                _bound = Math.Min(_bound, packed.Bound);
            else
                Fill([.. left.Except(node)], [.. nodes, node]);
        }
    }

    /// <summary>Keeps a spread that is better than the best yet.</summary>
    private bool Take(int[][] spread)
    {
        if (spread.Any(node => _groups.LoadOf(node) / DevicesPerNode >= _largest))
            return false;
        PackedNode[] packed = [.. spread.Select(Packed)];
        _bound = Math.Min(_bound, packed.Max(node => node.Bound));
        double largest = packed.Max(node => node.Packing.Largest);
        if (largest >= _largest * (1 - 1e-9))
            return false;
        (_best, _largest) = (spread, largest);
        return true;
    }

    private PackedNode Packed(int[] groups)
    {
        string key = string.Join(',', groups);
        if (!_packed.TryGetValue(key, out PackedNode? packed))
        {
            // In the order of the groups as given: the greedy packing breaks ties by it.
            double[] load = [.. _groups.ExpertsOf(groups).Select(expert => _problem.Load[expert])];
            _packed[key] = packed = PackedNode.Best(load, _problem.Replicas / _problem.Nodes, DevicesPerNode, _problem.Load.Count);
        }
        return packed;
    }

    private static IEnumerable<int[]> DevicesOf(PackedNode node, int[] experts) => node.Packing.Slots.Select(device => device.Select(local => experts[local]).ToArray());
}
