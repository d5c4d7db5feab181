using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>Gathers pairs, which come in ascending order, into frames: one for each node, revision and way it is meant, of at most 64 rows.</summary>
internal sealed class FrameBuilder(ExchangeMachine machine)
{
    private readonly List<FrameInFlight> _open = [];
    private List<ExchangeEffect> _effects = [];
    private long _nowUs;
    private int _sent;

    public void Begin(long nowUs, List<ExchangeEffect> effects)
    {
        (_nowUs, _effects, _sent) = (nowUs, effects, 0);
        _open.Clear();
    }

    public void Add(int pair, NodeState node, FrameFlags flags)
    {
        int row = pair / machine.Dispatch.ActiveExperts;
        FrameInFlight frame = FrameFor(node, flags, row);
        frame.Pairs.Add(pair);
        if (row == frame.LastRow)
            return;
        // A step waits for all its rows, so a frame that has one of a prompt gains nothing by going first.
        if (frame.Rows == 0 && machine.Dispatch.IsDecoding(row))
            frame.Flags |= FrameFlags.Decode;
        else if (!machine.Dispatch.IsDecoding(row))
            frame.Flags &= ~FrameFlags.Decode;
        frame.LastRow = row;
        frame.Rows++;
        // Counted at once, so that the next row's choice knows of this one.
        node.OutstandingRows++;
        node.Credits.Take();
    }

    /// <summary>Sends what is open.</summary>
    /// <returns>The frames sent since the beginning.</returns>
    public int Flush()
    {
        foreach (FrameInFlight frame in _open)
            Send(frame);
        _open.Clear();
        return _sent;
    }

    private FrameInFlight FrameFor(NodeState node, FrameFlags flags, int row)
    {
        ExpertMap map = machine.MapOf(row);
        for (int i = 0; i < _open.Count; i++)
        {
            FrameInFlight open = _open[i];
            if (open.Node != node || open.Map != map || (open.Flags & ~FrameFlags.Decode) != flags)
                continue;
            // A suspect travels alone, so that what happens to its node can be laid at no other row's door.
            if ((flags & FrameFlags.Suspect) == 0 && (open.LastRow == row || open.Rows < Limits.FrameRowsMax))
                return open;
            Send(open);
            _open.RemoveAt(i);
            break;
        }
        FrameInFlight frame = machine.Open(node, flags, map);
        _open.Add(frame);
        return frame;
    }

    private void Send(FrameInFlight frame)
    {
        machine.Close(frame, _nowUs, _effects);
        _sent++;
    }
}
