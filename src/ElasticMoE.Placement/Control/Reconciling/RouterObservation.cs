using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>What the leader sees of one router.</summary>
/// <param name="identity">The router and its start.</param>
public sealed class RouterObservation(RouterIdentity identity)
{
    private SortedSet<NodeId> _unreachable = [];
    private HashSet<ExpertVersion> _claims = [];

    /// <summary>The router and its start.</summary>
    public RouterIdentity Identity { get; } = identity;

    /// <summary>Whether the control connection stands.</summary>
    public bool IsConnected { get; set; } = true;

    /// <summary>Its newest report; null before the first.</summary>
    public RouterReport? Report { get; private set; }

    /// <summary>Whether it hasn't acknowledged a map within two seconds.</summary>
    public bool IsLagging { get; set; }

    /// <summary>When the whole map was last sent to it because it missed something, by the leader's monotonic clock.</summary>
    public long SentMs { get; set; } = long.MinValue / 2;

    /// <summary>The map it acknowledged last.</summary>
    public Epoch Acknowledged { get; private set; }

    /// <summary>When it last reported, by the leader's monotonic clock.</summary>
    public long ReportedMs { get; private set; } = long.MinValue / 2;

    /// <summary>Takes a report.</summary>
    /// <returns>Whether it says of anything that it is otherwise than before; load doesn't count.</returns>
    public bool Take(RouterReport report, long nowMs)
    {
        if (report.Identity != Identity || report.Sequence <= (Report?.Sequence ?? -1))
            return false;
        bool isOther = Report is null || Report.Acknowledged != report.Acknowledged || !Report.Unreachable.SequenceEqual(report.Unreachable)
            || !Report.Claims.SequenceEqual(report.Claims) || !Report.Bound.SequenceEqual(report.Bound);
        (Report, ReportedMs) = (report, nowMs);
        _unreachable = [.. report.Unreachable.Select(node => node.Node)];
        _claims = [.. report.Claims];
        Acknowledge(report.Acknowledged);
        return isOther;
    }

    /// <summary>It uses a map.</summary>
    public void Acknowledge(Epoch epoch)
    {
        if (epoch > Acknowledged)
            Acknowledged = epoch;
    }

    /// <summary>Nodes that it has no link to, by its newest report.</summary>
    public IReadOnlyCollection<NodeId> Unreachable => _unreachable;

    /// <summary>Whether rows wait for a version, by its newest report.</summary>
    public bool Claims(ExpertVersion replica) => _claims.Contains(replica);

    /// <summary>Whether it has no link to the node.</summary>
    public bool Misses(NodeId node) => _unreachable.Contains(node);
}
