namespace ElasticMoE.Placement.Planning;

/// <summary>
/// The most even placement of a layer's few units on nodes, by branch and bound: unit after unit, largest share first, on each choice of nodes that can still lead to
/// something better. Used where the current map has none of them; standbys come afterwards.
/// </summary>
internal sealed class ExactSpread
{
    /// <summary>Units up to which the best placement is searched for exhaustively.</summary>
    public const int UnitsMax = 16;

    private const int StepsMax = 300_000;

    private readonly PlanState _state;
    private readonly PlanUnit[] _units;
    private readonly double[] _loads;
    private readonly long[] _free;
    private readonly int[][] _chosen;
    private readonly double[] _remaining;
    private int[][]? _best;
    private double _largest;
    private int _steps = StepsMax;

    private ExactSpread(PlanState state, PlanUnit[] units)
    {
        _state = state;
        _units = [.. units.OrderByDescending(unit => unit.Share)];
        _loads = new double[state.Nodes.Length];
        _free = [.. Enumerable.Range(0, state.Nodes.Length).Select(node => state.FreeOn(node) + units.Where(unit => unit.AwakeOn.Contains(node)).Sum(unit => unit.Bytes))];
        _chosen = [.. _units.Select(unit => new int[unit.AwakeOn.Count])];
        _remaining = new double[_units.Length + 1];
        for (int i = _units.Length - 1; i >= 0; i--)
            _remaining[i] = _remaining[i + 1] + _units[i].Load;
        _largest = state.LoadsOf(units[0].Layer).Max();
    }

    /// <summary>Places a layer's units anew.</summary>
    /// <returns>Whether no placement of these replicas is more even.</returns>
    public static bool Improve(PlanState state, PlanUnit[] units)
    {
        var search = new ExactSpread(state, units);
        search.Choose(0, 0, -1);
        if (search._best is { } best)
            search.Perform(best);
        return search._steps >= 0;
    }

    private double Target => _largest * (1 - 1e-9);

    private void Choose(int place, int replica, int after)
    {
        if (--_steps < 0)
            return;
        if (place == _units.Length)
        {
            _best = [.. _chosen.Select(nodes => nodes.ToArray())];
            _largest = _loads.Max();
            return;
        }
        PlanUnit unit = _units[place];
        if (replica == unit.AwakeOn.Count)
        {
            if (unit.Pins.All(pin => _chosen[place].Contains(pin) || !unit.AwakeOn.Contains(pin)) && HasRoom(place + 1))
                Choose(place + 1, 0, -1);
            return;
        }
        var tried = new HashSet<(double, long)>();
        foreach (int node in Enumerable.Range(after + 1, _loads.Length - after - 1).OrderBy(node => _loads[node]))
            Try(place, replica, node, tried);
    }

    /// <summary>Nodes with the same load and the same free memory are as good as each other, for a unit of one replica without pins.</summary>
    private void Try(int place, int replica, int node, HashSet<(double, long)> tried)
    {
        PlanUnit unit = _units[place];
        bool isAllowed = _state.IsOpen(node) || unit.IsPinned(node);
        if (!isAllowed || _free[node] < unit.Bytes || _loads[node] + unit.Share > Target)
            return;
        if (_chosen[place].Length == 1 && unit.Pins.Length == 0 && _units.All(other => other.Pins.Length == 0) && !tried.Add((_loads[node], _free[node])))
            return;
        double before = _loads[node];
        _chosen[place][replica] = node;
        _loads[node] += unit.Share;
        _free[node] -= unit.Bytes;
        Choose(place, replica + 1, node);
        _loads[node] = before;
        _free[node] += unit.Bytes;
    }

    /// <summary>Whether what is left fits below the target.</summary>
    private bool HasRoom(int place)
    {
        double room = 0;
        for (int node = 0; node < _loads.Length; node++)
            room += Math.Max(0, _state.IsOpen(node) || _units.Any(unit => unit.IsPinned(node)) ? Target - _loads[node] : 0);
        return room >= _remaining[place] * (1 - 1e-9);
    }

    private void Perform(int[][] best)
    {
        foreach (PlanUnit unit in _units)
        {
            foreach (int node in unit.AwakeOn.ToArray())
                _state.Take(unit, node, MoveCause.Scale);
        }
        for (int i = 0; i < _units.Length; i++)
        {
            foreach (int node in best[i])
                _state.Put(_units[i], node, ReplicaRole.Awake, MoveCause.Scale);
        }
    }
}
