namespace ElasticMoE.Placement.Balancing;

/// <summary>
/// Takes load off the busiest device, step by step, by the best of three moves: exchange a replica with one of another device; give a slot of some
/// expert that has several to one of the busiest device's experts; give one of its own slots to the expert with the least to carry. Ends where none helps; never makes a packing worse.
/// </summary>
internal sealed class PackingSearch
{
    /// <summary>Moves weighed in one search: about 8 ms, so that 61 layers take half a second.</summary>
    private const int WorkMax = 1_000_000;

    private readonly Packing _packing;
    private readonly double[] _busiestHolder;
    private readonly int[] _mostOnOne;
    private readonly int[] _seen;

    private PackingSearch(Packing packing)
    {
        _packing = packing;
        _busiestHolder = new double[packing.Experts];
        _mostOnOne = new int[packing.Experts];
        _seen = new int[packing.Experts];
    }

    /// <param name="packing">Is changed.</param>
    /// <param name="bound">No packing is better; the search ends there.</param>
    public static void Improve(Packing packing, double bound)
    {
        var search = new PackingSearch(packing);
        int replicas = packing.Slots.Length * packing.Slots[0].Length;
        int steps = 16 + (WorkMax / (replicas * packing.Slots[0].Length));
        while (steps-- > 0 && packing.Largest > bound * (1 + 1e-9) && search.Step())
        {
        }
    }

    private bool Step()
    {
        int busiest = _packing.Busiest();
        double limit = _packing.DeviceLoads[busiest] * (1 - 1e-12);
        NoteHolders();
        Candidate swap = BestSwap(busiest, limit);
        Candidate gift = BestGift(busiest, limit);
        Candidate release = BestRelease(busiest, limit);
        if (swap.Largest >= limit && gift.Largest >= limit && release.Largest >= limit)
            return false;
        if (release.Largest < swap.Largest && release.Largest < gift.Largest)
            _packing.Replace((busiest, release.Slot), Least());
        else if (swap.Largest <= gift.Largest)
            _packing.Swap((busiest, swap.Slot), swap.Place);
        else
            _packing.Replace(gift.Place, _packing.Slots[busiest][gift.Slot]);
        return true;
    }

    private Candidate BestSwap(int busiest, double limit)
    {
        var best = new Candidate(limit, 0, (0, 0));
        for (int slot = 0; slot < _packing.Slots[busiest].Length; slot++)
        {
            double own = _packing.Shares[_packing.Slots[busiest][slot]];
            for (int device = 0; device < _packing.Slots.Length; device++)
            {
                int[] others = _packing.Slots[device];
                for (int other = 0; device != busiest && other < others.Length; other++)
                {
                    double change = own - _packing.Shares[others[other]];
                    double largest = Math.Max(_packing.DeviceLoads[busiest] - change, _packing.DeviceLoads[device] + change);
                    if (change > 0 && largest < best.Largest)
                        best = new(largest, slot, (device, other));
                }
            }
        }
        return best;
    }

    /// <summary>The largest load is taken over what the gift changes: the busiest device, the device with the slot, and those where the giver's other replicas get busier.</summary>
    private Candidate BestGift(int busiest, double limit)
    {
        var best = new Candidate(limit, 0, (0, 0));
        for (int slot = 0; slot < _packing.Slots[busiest].Length; slot++)
        {
            int expert = _packing.Slots[busiest][slot];
            double share = _packing.ShareOf(expert, _packing.Counts[expert] + 1);
            double relieved = _packing.DeviceLoads[busiest] - (_packing.Shares[expert] - share);
            for (int device = 0; device < _packing.Slots.Length; device++)
            {
                int[] others = _packing.Slots[device];
                for (int other = 0; other < others.Length; other++)
                {
                    int giver = others[other];
                    if (giver == expert || _packing.Counts[giver] == 1)
                        continue;
                    double dearer = _mostOnOne[giver] * (_packing.ShareOf(giver, _packing.Counts[giver] - 1) - _packing.Shares[giver]);
                    double largest = Math.Max(
                        Math.Max(relieved, _packing.DeviceLoads[device] - _packing.Shares[giver] + share + (_mostOnOne[giver] > 1 ? dearer : 0)),
                        _busiestHolder[giver] + dearer);
                    if (largest < best.Largest)
                        best = new(largest, slot, (device, other));
                }
            }
        }
        return best;
    }

    /// <summary>The largest load is taken over the busiest device and those where the other replicas of the expert that loses a slot get busier.</summary>
    private Candidate BestRelease(int busiest, double limit)
    {
        var best = new Candidate(limit, 0, (0, 0));
        int least = Least();
        int[] own = _packing.Slots[busiest];
        for (int slot = 0; slot < own.Length; slot++)
        {
            int giver = own[slot];
            if (giver == least || _packing.Counts[giver] == 1)
                continue;
            double dearer = _packing.ShareOf(giver, _packing.Counts[giver] - 1) - _packing.Shares[giver];
            double largest = _packing.DeviceLoads[busiest] - _packing.Shares[giver] + ((own.Count(expert => expert == giver) - 1) * dearer)
                + _packing.ShareOf(least, _packing.Counts[least] + 1);
            for (int device = 0; device < _packing.Slots.Length && largest < best.Largest; device++)
            {
                int held = device == busiest ? 0 : _packing.Slots[device].AsSpan().Count(giver);
                largest = held > 0 ? Math.Max(largest, _packing.DeviceLoads[device] + (held * dearer)) : largest;
            }
            if (largest < best.Largest)
                best = new(largest, slot, (busiest, slot));
        }
        return best;
    }

    /// <summary>The expert whose replicas would carry least if it had one more.</summary>
    private int Least()
    {
        int least = 0;
        for (int expert = 1; expert < _packing.Experts; expert++)
        {
            if (_packing.ShareOf(expert, _packing.Counts[expert] + 1) < _packing.ShareOf(least, _packing.Counts[least] + 1))
                least = expert;
        }
        return least;
    }

    /// <summary>For each expert, the load of the busiest device that holds it, and the most replicas of it that one device has.</summary>
    private void NoteHolders()
    {
        Array.Clear(_busiestHolder);
        Array.Clear(_mostOnOne);
        for (int device = 0; device < _packing.Slots.Length; device++)
        {
            foreach (int expert in _packing.Slots[device])
                _seen[expert] = 0;
            foreach (int expert in _packing.Slots[device])
            {
                _busiestHolder[expert] = Math.Max(_busiestHolder[expert], _packing.DeviceLoads[device]);
                _mostOnOne[expert] = Math.Max(_mostOnOne[expert], ++_seen[expert]);
            }
        }
    }

    /// <param name="Largest">The largest load among the devices that the move changes.</param>
    /// <param name="Slot">Of the busiest device.</param>
    /// <param name="Place">The other slot.</param>
    private readonly record struct Candidate(double Largest, int Slot, (int Device, int Slot) Place);
}
