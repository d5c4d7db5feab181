namespace ElasticMoE.Placement.Balancing;

/// <summary>
/// The best packing of few experts, by branch and bound. The outer search gives each expert its number of replicas, largest load first; for each such choice
/// the inner one fills device after device (<see cref="DeviceFilling"/>), looking only for packings better than the best yet.
/// </summary>
internal sealed class ExactPacking
{
    private readonly double[] _load;
    private readonly int _replicas;
    private readonly int[] _order;
    private readonly int[] _counts;
    private readonly double _bound;
    private readonly DeviceFilling _filling;

    private ExactPacking(double[] load, double bound, DeviceFilling filling, int replicas)
    {
        _load = load;
        _replicas = replicas;
        _bound = bound;
        _order = [.. Enumerable.Range(0, load.Length).OrderByDescending(expert => load[expert])];
        _counts = new int[load.Length];
        _filling = filling;
    }

    /// <summary>Searches for packings better than a known one.</summary>
    /// <param name="packing">The best yet.</param>
    /// <param name="load">Loads of the experts.</param>
    /// <param name="bound">No packing is better; one that reaches it ends the search.</param>
    /// <param name="stepsMax">Steps after which it gives up.</param>
    /// <returns>The best packing, and whether it is surely the best, to half a millionth.</returns>
    public static (Packing Best, bool IsProven) Search(Packing packing, double[] load, double bound, long stepsMax)
    {
        int devices = packing.Slots.Length, replicas = devices * packing.Slots[0].Length;
        var search = new ExactPacking(load, bound, new DeviceFilling(replicas, devices, packing.Largest, stepsMax), replicas);
        search.Choose(0, search._replicas);
        Packing best = search._filling.Best is { } slots ? new Packing(load, slots) : packing;
        return (best, !search._filling.GaveUp);
    }

    private bool IsDone => _filling.GaveUp || _filling.Largest <= _bound * (1 + 1e-9);

    /// <summary>Gives the expert at a place of the order each number of replicas that can still lead to something better, beginning with the fair one.</summary>
    private void Choose(int place, int left)
    {
        if (IsDone || !_filling.Count())
            return;
        if (place == _order.Length)
        {
            if (left == 0)
                _filling.Fill(_order, _load, _counts);
            return;
        }
        int expert = _order[place];
        int most = left - NeededAfter(place);
        int fair = Math.Clamp((int)Math.Round(_load[expert] / Math.Max(double.Epsilon, LoadFrom(place)) * left), 1, Math.Max(1, most));
        for (int distance = 0; distance <= left; distance++)
        {
            Try(place, fair + distance, left, most);
            if (distance > 0)
                Try(place, fair - distance, left, most);
        }
    }

    private void Try(int place, int count, int left, int most)
    {
        bool isLast = place == _order.Length - 1;
        if (count > most || count < Needed(_order[place]) || (isLast && count != left))
            return;
        _counts[_order[place]] = count;
        Choose(place + 1, left - count);
    }

    private int Needed(int expert) => Math.Max(1, (int)Math.Ceiling((_load[expert] / _filling.Target) - 1e-12));

    private int NeededAfter(int place)
    {
        int needed = 0;
        for (int after = place + 1; after < _order.Length; after++)
            needed += Needed(_order[after]);
        return needed;
    }

    private double LoadFrom(int place)
    {
        double sum = 0;
        for (int from = place; from < _order.Length; from++)
            sum += _load[_order[from]];
        return sum;
    }
}
