using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>A frame that is out, or about to be: rows of one layer for one node.</summary>
public sealed class FrameInFlight
{
    private const int HedgePredictions = 4;

    /// <summary>Its id on the wire.</summary>
    public ulong Id { get; internal set; }

    /// <summary>The link it goes to.</summary>
    public int Link { get; internal set; }

    /// <summary>The mixture layer.</summary>
    public int Layer { get; internal set; }

    /// <summary>The map that chose the node, of the revision that all its rows are bound to.</summary>
    public ExpertMap Map { get; private set; } = null!;

    /// <summary>Its version.</summary>
    public Epoch Epoch => Map.Epoch;

    /// <summary>How it is meant.</summary>
    public FrameFlags Flags { get; internal set; }

    /// <summary>Rows in it, each once.</summary>
    public int Rows { get; internal set; }

    /// <summary>Its (row, slot) pairs, as row · active + slot, ascending.</summary>
    public List<int> Pairs { get; } = [];

    internal List<bool> Fresh { get; } = [];

    /// <summary>Rows with one of their experts, by content, that have left the step before the frame was answered.</summary>
    internal List<(ulong Key, ExpertId Expert)> Disowned { get; } = [];

    internal NodeState Node { get; set; } = null!;

    /// <summary>Which start of which node it went to.</summary>
    internal NodeIdentity Identity { get; private set; }

    internal long Exchange { get; set; }

    internal long SentUs { get; set; }

    /// <summary>What its node should take over it, µs.</summary>
    internal long PredictedUs { get; set; }

    /// <summary>What the node should take over it and the frames before it, µs.</summary>
    internal long PredictedWithQueueUs { get; set; }

    /// <summary>Where it is the first of its node's frames: when its turn came.</summary>
    internal long TurnUs => Math.Max(SentUs, Node.HeardUs);

    /// <summary>When it is late, µs.</summary>
    internal long HedgeUs => TurnUs + Math.Max(HedgePredictions * PredictedWithQueueUs, ExchangeMachine.HedgeAfterUs);

    /// <summary>When it has failed, µs.</summary>
    internal long FailUs => TurnUs + Math.Max(ExchangeMachine.FailPredictions * PredictedUs, ExchangeMachine.FailAfterUs);

    /// <summary>Whether a copy of it may be sent: it has none yet and is none itself, and a suspect is never copied.</summary>
    internal bool CanBeHedged { get; set; }

    internal bool IsFailed { get; set; }

    internal bool IsStarted { get; set; }

    internal int LastRow { get; set; }

    internal void Begin(ulong id, NodeState node, int layer, ExpertMap map)
    {
        (Id, Node, Link, Layer, Map) = (id, node, node.Link, layer, map);
        Identity = new(node.Node, node.Incarnation);
        (Rows, LastRow, Flags) = (0, -1, FrameFlags.None);
        (CanBeHedged, IsFailed, IsStarted) = (false, false, false);
        Pairs.Clear();
        Fresh.Clear();
        Disowned.Clear();
    }

    /// <summary>The step's row that is row number <paramref name="index"/> of the frame; −1 where there is none.</summary>
    internal int RowAt(int index, int activeExperts)
    {
        int last = -1;
        foreach (int pair in Pairs)
        {
            int row = pair / activeExperts;
            if (row != last && index-- == 0)
                return row;
            last = row;
        }
        return -1;
    }
}
