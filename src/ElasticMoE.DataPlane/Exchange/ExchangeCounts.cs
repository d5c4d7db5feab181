using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>What an exchange has done since its start. One thread counts, any reads.</summary>
public sealed class ExchangeCounts
{
    private long _exchanges, _us, _waitedUs, _frames, _hedges, _takeovers, _suspects, _probes, _notHere, _failed, _answers, _answerUs;

    /// <summary>Exchanges that ended.</summary>
    public long Exchanges => Volatile.Read(ref _exchanges);

    /// <summary>What they took together, from the first frame to the last answer, µs.</summary>
    public long Us => Volatile.Read(ref _us);

    /// <summary>For how much of that the caller had nothing else to do, µs.</summary>
    public long WaitedUs => Volatile.Read(ref _waitedUs);

    /// <summary>Frames that were sent, copies included.</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>Copies of frames that were late elsewhere.</summary>
    public long Hedges => Volatile.Read(ref _hedges);

    /// <summary>Frames that went to a standby because the awake replica was lost.</summary>
    public long Takeovers => Volatile.Read(ref _takeovers);

    /// <summary>Rows that travelled alone, since they had been at a node when it died.</summary>
    public long Suspects => Volatile.Read(ref _suspects);

    /// <summary>Frames that asked whether a node answers again.</summary>
    public long Probes => Volatile.Read(ref _probes);

    /// <summary>Frames that came back because the node didn't have the expert.</summary>
    public long NotHere => Volatile.Read(ref _notHere);

    /// <summary>Frames that came back with an error.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Frames whose answer counted.</summary>
    public long Answers => Volatile.Read(ref _answers);

    /// <summary>What these took together, from sending to answer, µs.</summary>
    public long AnswerUs => Volatile.Read(ref _answerUs);

    internal void Answered(long us)
    {
        Add(ref _answers, 1);
        Add(ref _answerUs, us);
    }

    internal void Ended(long us, long waitedUs)
    {
        Add(ref _exchanges, 1);
        Add(ref _us, us);
        Add(ref _waitedUs, waitedUs);
    }

    internal void Sent(FrameFlags flags)
    {
        Add(ref _frames, 1);
        Add(ref _hedges, (flags & FrameFlags.Hedge) != 0 ? 1 : 0);
        Add(ref _takeovers, (flags & FrameFlags.Takeover) != 0 ? 1 : 0);
        Add(ref _suspects, (flags & FrameFlags.Suspect) != 0 ? 1 : 0);
        Add(ref _probes, (flags & FrameFlags.Probe) != 0 ? 1 : 0);
    }

    internal void CameBack(FrameKind kind)
    {
        Add(ref _notHere, kind == FrameKind.NotHere ? 1 : 0);
        Add(ref _failed, kind == FrameKind.Failed ? 1 : 0);
    }

    private static void Add(ref long count, long more) => Volatile.Write(ref count, count + more);
}
