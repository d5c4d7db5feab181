using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>A frame that is out, or about to be: rows of one layer for one node.</summary>
public sealed class FrameInFlight
{
    /// <summary>Its id on the wire.</summary>
    public ulong Id { get; internal set; }

    /// <summary>The link it goes to.</summary>
    public int Link { get; internal set; }

    /// <summary>The mixture layer.</summary>
    public int Layer { get; internal set; }

    /// <summary>The map that chose the node.</summary>
    public Epoch Epoch { get; internal set; }

    /// <summary>How it is meant.</summary>
    public FrameFlags Flags { get; internal set; }

    /// <summary>Rows in it, each once.</summary>
    public int Rows { get; internal set; }

    /// <summary>Its (row, slot) pairs, as row · active + slot, ascending.</summary>
    public List<int> Pairs { get; } = [];

    internal List<bool> Fresh { get; } = [];

    internal NodeState Node { get; set; } = null!;

    internal long Exchange { get; set; }

    internal long SentUs { get; set; }

    /// <summary>What its node should take over it, µs.</summary>
    internal long PredictedUs { get; set; }

    /// <summary>What the node should take over it and the frames before it, µs.</summary>
    internal long PredictedWithQueueUs { get; set; }

    /// <summary>Where it is the first of its node's frames: when its turn came.</summary>
    internal long TurnUs => Math.Max(SentUs, Node.HeardUs);

    internal bool IsHedged { get; set; }

    internal bool IsFailed { get; set; }

    internal bool IsStarted { get; set; }

    internal int LastRow { get; set; }

    internal void Begin(ulong id, NodeState node, int layer)
    {
        (Id, Node, Link, Layer) = (id, node, node.Link, layer);
        (Rows, LastRow, Flags) = (0, -1, FrameFlags.None);
        (IsHedged, IsFailed, IsStarted) = (false, false, false);
        Pairs.Clear();
        Fresh.Clear();
    }
}
