using ElasticMoE.Contracts;

namespace ElasticMoE.DataPlane.Bulk;

/// <summary>
/// One expert's way from peers to here: pieces in order, a few asked for at once. A peer that has nothing, goes away or falls silent is
/// followed by the next, which goes on where it stopped.
/// </summary>
/// <param name="bytes">Of the whole.</param>
/// <param name="peers">Peers that may have it, best first.</param>
[Machine]
public sealed class TransferMachine(long bytes, int peers)
{
    /// <summary>How long a peer may say nothing: a hundred times what a piece takes at 10 MB/s.</summary>
    public const long SilenceUs = 3_000_000;

    private readonly Queue<int> _asked = new();
    private readonly List<string> _causes = [];
    private long _askedTo;
    private long _heardUs;
    private bool _open;
    private bool _ended;

    /// <summary>The peer whose turn it is.</summary>
    public int Peer { get; private set; } = -1;

    /// <summary>Bytes that are there.</summary>
    public long Received { get; private set; }

    /// <summary>Begins.</summary>
    public void Start(long nowUs, List<TransferEffect> effects) => Next(nowUs, effects);

    /// <summary>The connection to a peer is open.</summary>
    public void Opened(int peer, long nowUs, List<TransferEffect> effects)
    {
        if (peer != Peer || _ended)
            return;
        (_open, _heardUs) = (true, nowUs);
        Ask(effects);
    }

    /// <summary>A piece has come.</summary>
    /// <returns>Whether it is the one awaited, whose bytes are to be taken.</returns>
    public bool Piece(int peer, int length, long nowUs, List<TransferEffect> effects)
    {
        if (peer != Peer || _ended || !_asked.TryPeek(out int awaited))
            return false;
        if (length != awaited)
        {
            Lost(peer, $"it sent {length} bytes where {awaited} were asked for", nowUs, effects);
            return false;
        }
        _asked.Dequeue();
        _heardUs = nowUs;
        Received += length;
        if (Received == bytes)
            End(new(TransferEffectKind.Done, Peer), effects);
        else
            Ask(effects);
        return true;
    }

    /// <summary>A peer doesn't have it, can't be reached, or is gone.</summary>
    public void Lost(int peer, string why, long nowUs, List<TransferEffect> effects)
    {
        if (peer != Peer || _ended)
            return;
        _causes.Add(why);
        Next(nowUs, effects);
    }

    /// <summary>Time has passed.</summary>
    public void Tick(long nowUs, List<TransferEffect> effects)
    {
        if (nowUs - _heardUs >= SilenceUs)
            Lost(Peer, $"silent for {SilenceUs / 1_000_000} s", nowUs, effects);
    }

    private void Next(long nowUs, List<TransferEffect> effects)
    {
        _asked.Clear();
        (_open, _heardUs, _askedTo) = (false, nowUs, Received);
        if (++Peer < peers)
            effects.Add(new(TransferEffectKind.Connect, Peer));
        else
            End(new(TransferEffectKind.Fail, Peer) { Cause = peers == 0 ? "no peer is known that has them" : string.Join("; ", _causes.Distinct()) }, effects);
    }

    private void Ask(List<TransferEffect> effects)
    {
        while (_open && _asked.Count < Limits.PiecesInFlightMax && _askedTo < bytes)
        {
            int length = (int)Math.Min(Limits.PieceBytesMax, bytes - _askedTo);
            effects.Add(new(TransferEffectKind.Ask, Peer, _askedTo, length));
            _asked.Enqueue(length);
            _askedTo += length;
        }
    }

    private void End(TransferEffect last, List<TransferEffect> effects)
    {
        _ended = true;
        effects.Add(last);
    }
}
