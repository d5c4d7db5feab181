using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>What a router knows of a node by itself: it asks nobody.</summary>
internal sealed class NodeState(NodeId node)
{
    private readonly Dictionary<ExpertVersion, long> _lacksUntilUs = [];

    public NodeId Node => node;

    /// <summary>The start of the node that the link leads to.</summary>
    public Incarnation Incarnation { get; private set; }

    /// <summary>The open link, or −1.</summary>
    public int Link { get; private set; } = -1;

    /// <summary>A frame was out for too long; until the node says something about a frame, nothing more is sent.</summary>
    public bool IsFailing { get; set; }

    /// <summary>Rows that are out and not given up.</summary>
    public int OutstandingRows { get; set; }

    /// <summary>What the node should take over the frames that are out and not given up, µs.</summary>
    public long OutstandingUs { get; set; }

    /// <summary>When it last said something about a frame: what it runs now began no earlier, for it runs one at a time.</summary>
    public long HeardUs { get; private set; }

    /// <summary>What it takes over a frame.</summary>
    public CostFit Cost { get; } = new();

    /// <summary>Rows that may still go to it.</summary>
    public RowCredits Credits { get; } = new();

    /// <summary>The pass over all frames in which this node was last met.</summary>
    public long MetInPass { get; set; }

    public bool IsUsable => Link >= 0 && !IsFailing;

    public void Open(int link, Incarnation incarnation)
    {
        (Link, Incarnation) = (link, incarnation);
        Forget();
        _lacksUntilUs.Clear();
    }

    public void Close()
    {
        Link = -1;
        Forget();
    }

    /// <summary>It has said something about a frame: it is well.</summary>
    public void Hear(long nowUs)
    {
        HeardUs = nowUs;
        IsFailing = false;
    }

    public bool Lacks(ExpertVersion expert, long nowUs) => _lacksUntilUs.TryGetValue(expert, out long untilUs) && nowUs < untilUs;

    /// <summary>An expert is not to be had here until then. It may come without a word, so that one must ask again some day.</summary>
    public void Miss(ExpertVersion expert, long untilUs) => _lacksUntilUs[expert] = untilUs;

    public void Hold(ExpertVersion expert) => _lacksUntilUs.Remove(expert);

    public void ForgetMissing() => _lacksUntilUs.Clear();

    private void Forget()
    {
        IsFailing = false;
        (OutstandingRows, OutstandingUs) = (0, 0);
        Credits.Reset();
    }
}
