namespace ElasticMoE.Placement.Balancing;

/// <summary>Replicas in the slots of equal devices. Mutable; a search's working state.</summary>
internal sealed class Packing
{
    private readonly double[] _load;

    /// <param name="load">Loads of the experts.</param>
    /// <param name="slots">By device, the expert in each slot; every slot is filled and every expert somewhere. The packing owns it.</param>
    public Packing(double[] load, int[][] slots)
    {
        _load = load;
        Slots = slots;
        Counts = new int[load.Length];
        Shares = new double[load.Length];
        DeviceLoads = new double[slots.Length];
        Refresh();
    }

    /// <summary>By device, the expert in each slot.</summary>
    public int[][] Slots { get; }

    /// <summary>Replicas of each expert.</summary>
    public int[] Counts { get; }

    /// <summary>Load of one replica of each expert.</summary>
    public double[] Shares { get; }

    public double[] DeviceLoads { get; }

    public int Experts => _load.Length;

    /// <summary>Load of the busiest device.</summary>
    public double Largest => DeviceLoads.Max();

    /// <summary>The load of one replica if an expert had this many.</summary>
    public double ShareOf(int expert, int count) => _load[expert] / count;

    public int Busiest()
    {
        int busiest = 0;
        for (int device = 1; device < DeviceLoads.Length; device++)
        {
            if (DeviceLoads[device] > DeviceLoads[busiest])
                busiest = device;
        }
        return busiest;
    }

    /// <summary>Exchanges the replicas in two slots.</summary>
    public void Swap((int Device, int Slot) one, (int Device, int Slot) other)
    {
        (Slots[one.Device][one.Slot], Slots[other.Device][other.Slot]) = (Slots[other.Device][other.Slot], Slots[one.Device][one.Slot]);
        DeviceLoads[one.Device] = LoadOf(one.Device);
        DeviceLoads[other.Device] = LoadOf(other.Device);
    }

    /// <summary>Puts another expert into a slot.</summary>
    public void Replace((int Device, int Slot) place, int expert)
    {
        Slots[place.Device][place.Slot] = expert;
        Refresh();
    }

    private void Refresh()
    {
        Array.Clear(Counts);
        foreach (int[] device in Slots)
        {
            foreach (int expert in device)
                Counts[expert]++;
        }
        for (int expert = 0; expert < Counts.Length; expert++)
            Shares[expert] = ShareOf(expert, Counts[expert]);
        for (int device = 0; device < Slots.Length; device++)
            DeviceLoads[device] = LoadOf(device);
    }

    private double LoadOf(int device)
    {
        double sum = 0;
        foreach (int expert in Slots[device])
            sum += Shares[expert];
        return sum;
    }
}
