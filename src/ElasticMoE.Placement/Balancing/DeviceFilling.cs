namespace ElasticMoE.Placement.Balancing;

/// <summary>
/// Fills equal devices with replicas of given shares so that the busiest carries less than the best yet, or finds that none can. Each device begins with the largest
/// replica that is left and goes on with smaller ones; one that is left with more room than all devices together may waste ends the branch.
/// </summary>
internal sealed class DeviceFilling
{
    private readonly int _slots;
    private readonly int[][] _devices;
    private readonly double[] _shares;
    private readonly int[] _experts;
    private readonly int[] _left;
    private long _steps;
    private int _kinds;
    private double _waste;

    /// <param name="replicas">As many as the devices have slots.</param>
    /// <param name="devices">Devices of equally many slots.</param>
    /// <param name="known">The busiest device of the best packing yet.</param>
    /// <param name="stepsMax">Steps of all searches together.</param>
    public DeviceFilling(int replicas, int devices, double known, long stepsMax)
    {
        _slots = replicas / devices;
        _devices = [.. Enumerable.Range(0, devices).Select(_ => new int[_slots])];
        _shares = new double[replicas];
        _experts = new int[replicas];
        _left = new int[replicas];
        _steps = stepsMax;
        Largest = known;
    }

    /// <summary>By device, the expert in each slot, of the best packing found; null where none was better than the known one.</summary>
    public int[][]? Best { get; private set; }

    /// <summary>The busiest device of the best packing yet.</summary>
    public double Largest { get; private set; }

    /// <summary>What the busiest device may carry to be better by more than half a millionth.</summary>
    public double Target => Largest * (1 - 5e-7);

    /// <summary>Whether the steps were used up.</summary>
    public bool GaveUp => _steps < 0;

    /// <summary>Takes a step; false where none is left.</summary>
    public bool Count() => --_steps >= 0;

    /// <summary>Looks for better packings of experts with given numbers of replicas, until there is none.</summary>
    public void Fill(int[] order, double[] load, int[] counts)
    {
        _kinds = 0;
        foreach (int expert in order)
            Insert(expert, load[expert] / counts[expert], counts[expert]);
        _waste = Slack(load);
        while (_waste >= 0 && MayFit() && FillDevice(0))
        {
            Keep();
            for (int kind = 0; kind < _kinds; kind++)
                _left[kind] = counts[_experts[kind]];
            _waste = Slack(load);
        }
    }

    /// <summary>What all devices together may waste, and a little for rounding: the last device wastes exactly what is left.</summary>
    private double Slack(double[] load) => (Target * (_devices.Length + 1e-9)) - load.Sum();

    /// <summary>Keeps kinds ordered by share, largest first.</summary>
    private void Insert(int expert, double share, int count)
    {
        int at = _kinds++;
        for (; at > 0 && _shares[at - 1] < share; at--)
            (_experts[at], _shares[at], _left[at]) = (_experts[at - 1], _shares[at - 1], _left[at - 1]);
        (_experts[at], _shares[at], _left[at]) = (expert, share, count);
    }

    /// <summary>Of the k·D + 1 largest replicas some k + 1 share a device, and its other slots carry the smallest ones at least.</summary>
    private bool MayFit()
    {
        for (int shared = 1; shared <= _slots; shared++)
        {
            double sum = 0;
            int first = (shared - 1) * _devices.Length;
            for (int i = 0; i < shared; i++)
                sum += ShareAt(first - i);
            for (int i = 0; i < _slots - shared; i++)
                sum += ShareAt((_devices.Length * _slots) - 1 - i);
            if (sum > Target)
                return false;
        }
        return true;
    }

    /// <summary>The share of the replica at a place when all are ordered, largest first.</summary>
    private double ShareAt(int place)
    {
        int kind = 0;
        while (place >= _left[kind])
            place -= _left[kind++];
        return _shares[kind];
    }

    private bool FillDevice(int device)
    {
        if (device == _devices.Length)
            return true;
        int largest = 0;
        while (_left[largest] == 0)
            largest++;
        return Put(device, 0, largest, 0);
    }

    /// <summary>Puts a replica into a slot and goes on from there; takes it back where that leads nowhere.</summary>
    private bool Put(int device, int slot, int kind, double sum)
    {
        if (!Count())
            return false;
        sum += _shares[kind];
        _left[kind]--;
        _devices[device][slot] = _experts[kind];
        if (sum <= Target && GoOn(device, slot + 1, kind, sum))
            return true;
        _left[kind]++;
        return false;
    }

    private bool GoOn(int device, int slot, int kind, double sum)
    {
        if (slot == _slots)
        {
            double wasted = Target - sum;
            if (wasted > _waste)
                return false;
            _waste -= wasted;
            if (FillDevice(device + 1))
                return true;
            _waste += wasted;
            return false;
        }
        double tried = double.NaN;
        for (int next = kind; next < _kinds && !GaveUp; next++)
        {
            // Replicas of equal shares are as good as each other.
            if (_left[next] == 0 || _shares[next] == tried)
                continue;
            // From here on every slot carries this share at most.
            tried = _shares[next];
            if (sum + (tried * (_slots - slot)) < Target - _waste)
                return false;
            if (Put(device, slot, next, sum))
                return true;
        }
        return false;
    }

    private void Keep()
    {
        Best = [.. _devices.Select(device => device.ToArray())];
        Largest = 0;
        foreach (int[] device in _devices)
            Largest = Math.Max(Largest, device.Sum(expert => _shares[Array.IndexOf(_experts, expert)]));
    }
}
