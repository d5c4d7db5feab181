using ElasticMoE.Gateway.Metrics;
using ElasticMoE.Node.Clusters;

namespace ElasticMoE.Node.Probes;

/// <summary>How far a process of a cluster is in its life, for whoever watches it; safe for all threads.</summary>
internal sealed class ProcessState
{
    private volatile IReadOnlyList<IClusterHost>? _serving;
    private volatile bool _drains;

    /// <summary>Whether every role has started.</summary>
    public bool HasStarted => _serving is not null;

    /// <summary>Why it takes no work; null while it does.</summary>
    public string? Unready => _serving is not { } hosts ? "starting" : _drains ? "draining" : hosts.Select(host => host.Fault).FirstOrDefault(fault => fault is not null);

    /// <summary>Every role has started.</summary>
    public void Serve(IReadOnlyList<IClusterHost> hosts) => _serving = hosts;

    /// <summary>The process was asked to end.</summary>
    public void Drain() => _drains = true;

    /// <summary>Writes what the roles count.</summary>
    public void Measure(MetricsPage page)
    {
        page.Gauge("emoe_ready", "Whether the process takes work.", Unready is null ? 1 : 0);
        foreach (IClusterHost host in _serving ?? [])
            host.Measure(page);
    }
}
