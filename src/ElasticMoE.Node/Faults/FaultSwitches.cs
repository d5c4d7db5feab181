using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.Node.Faults;

/// <summary>Faults in this process, all off until they are asked for. There is none in a process of a cluster that doesn't allow chaos.</summary>
internal sealed class FaultSwitches
{
    private readonly FaultKind[] _kinds;
    private readonly Lock _gate = new();
    private int _fullDisks;
    private int _forbidden;
    private volatile PlantedRow? _poison;

    private FaultSwitches(FaultKind[] kinds) => _kinds = kinds;

    /// <summary>Those of a process whose roles can have faults of these kinds.</summary>
    public static FaultSwitches Of(FaultKind[] kinds) => new(kinds);

    /// <summary>Faults of its links.</summary>
    public LinkFaults Links { get; } = new();

    /// <summary>Whether the journal has no room.</summary>
    public bool IsDiskFull => Volatile.Read(ref _fullDisks) > 0;

    /// <summary>The row that kills; null for none.</summary>
    public PlantedRow? Poison => _poison;

    /// <exception cref="InputException">Loading is forbidden now.</exception>
    public void CheckLoad()
    {
        if (Volatile.Read(ref _forbidden) > 0)
            throw new InputException("loading", "is forbidden by a chaos run");
    }

    /// <summary>Begins a fault; disposing the result ends it.</summary>
    /// <exception cref="InputException">A process of this role can't have it.</exception>
    public IDisposable Begin(Fault fault)
    {
        if (!_kinds.Contains(fault.Kind))
            throw new InputException(fault.Member, $"can't have {fault.Kind}; it can have {(_kinds.Length > 0 ? string.Join(", ", _kinds) : "none inside")}");
        switch (fault.Kind)
        {
            case FaultKind.Cut:
                return Links.CutOff();
            case FaultKind.Slow:
                return Links.Delay(fault.DelayMs);
            case FaultKind.FillDisk:
                return Count(() => _fullDisks++, () => _fullDisks--);
            case FaultKind.ForbidLoads:
                return Count(() => _forbidden++, () => _forbidden--);
            default:
                _poison = PlantedRow.Parse("fault", fault.Row ?? "");
                return new BegunFault(() => _poison = null);
        }
    }

    private BegunFault Count(Action begin, Action end)
    {
        Locked(begin);
        return new(() => Locked(end));
    }

    private void Locked(Action change)
    {
        lock (_gate)
            change();
    }
}
