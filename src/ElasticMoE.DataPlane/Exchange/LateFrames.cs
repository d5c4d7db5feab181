namespace ElasticMoE.DataPlane.Exchange;

/// <summary>Which frames are out for too long. A node takes frames in turn, so that only its first can be blamed on it.</summary>
/// <param name="frames">The frames that are out.</param>
/// <param name="hedges">How many may be copied.</param>
internal sealed class LateFrames(FrameList frames, HedgeBudget hedges)
{
    private readonly List<NodeState> _failing = [];
    private readonly List<FrameInFlight> _late = [];
    private long _pass;

    /// <summary>Nodes that are far too slow.</summary>
    public IReadOnlyList<NodeState> FailingNodes(long nowUs)
    {
        _pass++;
        _failing.Clear();
        for (int i = 0; i < frames.Count; i++)
        {
            FrameInFlight frame = frames[i];
            if (!frame.IsFailed && MeetsFirst(frame) && nowUs >= frame.FailUs)
                _failing.Add(frame.Node);
        }
        return _failing;
    }

    /// <summary>Frames of an exchange that are worth a copy elsewhere.</summary>
    public IReadOnlyList<FrameInFlight> ToHedge(long exchange, long nowUs)
    {
        _late.Clear();
        for (int i = 0; i < frames.Count; i++)
        {
            FrameInFlight frame = frames[i];
            if (!frame.IsFailed && CanHedge(frame, exchange) && nowUs >= frame.HedgeUs)
                _late.Add(frame);
        }
        return _late;
    }

    /// <summary>When the next frame is late; <see cref="long.MaxValue"/> where none can be.</summary>
    public long NextUs(long exchange)
    {
        _pass++;
        long nextUs = long.MaxValue;
        for (int i = 0; i < frames.Count; i++)
        {
            FrameInFlight frame = frames[i];
            if (frame.IsFailed)
                continue;
            if (MeetsFirst(frame))
                nextUs = Math.Min(nextUs, frame.FailUs);
            if (CanHedge(frame, exchange))
                nextUs = Math.Min(nextUs, frame.HedgeUs);
        }
        return nextUs;
    }

    private bool CanHedge(FrameInFlight frame, long exchange) => hedges.HasOne && frame.CanBeHedged && frame.Exchange == exchange;

    private bool MeetsFirst(FrameInFlight frame)
    {
        bool first = frame.Node.MetInPass != _pass;
        frame.Node.MetInPass = _pass;
        return first;
    }
}
