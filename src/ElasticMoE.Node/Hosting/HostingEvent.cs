using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Node.Hosting;

/// <summary>What happens to a node's replicas.</summary>
/// <param name="Kind">What.</param>
/// <param name="Replica">To which; default where it is none's.</param>
internal readonly record struct HostingEvent(HostingEventKind Kind, ExpertVersion Replica = default)
{
    /// <summary>Loaded: whether its pages are known to stay.</summary>
    public bool Stays { get; init; }

    /// <summary>Failed: why.</summary>
    public string? Cause { get; init; }

    /// <summary>What it is about, as an observation.</summary>
    public (bool OfReplica, ExpertVersion Replica, HostingEventKind Kind) Key => Kind switch
    {
        HostingEventKind.Changed or HostingEventKind.CheckDue => (false, default, Kind),
        HostingEventKind.Evicted => (true, Replica, Kind),
        // A replica is on its way once at a time: of these, what was said last counts.
        _ => (true, Replica, default),
    };
}
