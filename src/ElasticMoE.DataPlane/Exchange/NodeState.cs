using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>What a router knows of a node by itself: it asks nobody.</summary>
internal sealed class NodeState(NodeId node)
{
    private const double CostWeight = 0.1;

    private readonly HashSet<ExpertId> _missing = [];

    public NodeId Node => node;

    /// <summary>The open link, or −1.</summary>
    public int Link { get; private set; } = -1;

    /// <summary>A frame was out for too long; until it answers, nothing more is sent.</summary>
    public bool IsFailing { get; set; }

    /// <summary>Rows that are out.</summary>
    public int OutstandingRows { get; set; }

    /// <summary>Cost of one row in one expert, µs; fitted.</summary>
    public double PairUs { get; private set; }

    public bool IsUsable => Link >= 0 && !IsFailing;

    public void Open(int link)
    {
        Link = link;
        IsFailing = false;
        OutstandingRows = 0;
        _missing.Clear();
    }

    public void Close()
    {
        Link = -1;
        OutstandingRows = 0;
    }

    public bool Lacks(ExpertId expert) => _missing.Contains(expert);

    public void Miss(ExpertId expert) => _missing.Add(expert);

    public void Hold(ExpertId expert) => _missing.Remove(expert);

    public void ForgetMissing() => _missing.Clear();

    /// <summary>How long a frame should take, µs.</summary>
    public long PredictedUs(int pairs) => (long)(PairUs * pairs);

    public void Observe(long tookUs, int pairs)
    {
        double sample = (double)tookUs / pairs;
        PairUs = PairUs == 0 ? sample : PairUs + CostWeight * (sample - PairUs);
    }
}
