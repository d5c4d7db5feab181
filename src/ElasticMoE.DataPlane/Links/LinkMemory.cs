using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Links;

/// <summary>
/// Payloads that the ends of a link hand over in memory both have mapped, where they are on one machine. Each end offers memory of its own when it has a first
/// payload that is worth it; until the other end has said that it has mapped it, and wherever it can't, payloads go over the wire.
/// </summary>
/// <param name="isPossible">Whether both ends are on one machine and speak of memory.</param>
/// <param name="send">Sends a frame of this kind with this payload.</param>
/// <param name="log">Takes a line where the system gives no memory, or the other end can't map it.</param>
internal sealed class LinkMemory(bool isPossible, Action<FrameKind, ReadOnlySpan<byte>> send, Action<string> log) : IDisposable
{
    /// <summary>What is smaller costs no more over the wire.</summary>
    private const int PayloadBytesMin = 2048;

    private readonly Lock _gate = new();
    private bool _isPossible = isPossible;
    private SharedOutbox? _outbox;
    private SharedInbox? _inbox;

    /// <summary>Whether a frame may be sent as it is: not where its payload lies in memory that the other end doesn't take it from.</summary>
    public bool CanSend(LinkFrame frame) => frame is not SharedFrame shared || shared.Owner == _outbox;

    /// <summary>A frame to fill; null where its payload goes over the wire.</summary>
    public SharedFrame? TryRent(int payloadBytes) => payloadBytes < PayloadBytesMin || !Volatile.Read(ref _isPossible) ? null : (_outbox ?? Offer())?.TryRent(payloadBytes);

    /// <summary>Maps what the other end offers, and says whether that went; on the reading thread.</summary>
    /// <exception cref="FrameFault">It is no offer, or a second one.</exception>
    public void Take(ReadOnlySpan<byte> payload)
    {
        if (_inbox is not null)
            throw new FrameFault("a second offer of memory");
        _inbox = Mapped(MemoryOffer.Parse(payload));
        send(FrameKind.MemoryTaken, [_inbox is null ? (byte)0 : (byte)1]);
    }

    /// <summary>The other end has mapped what this one offered, or can't.</summary>
    /// <exception cref="FrameFault">Nothing was offered, or this was said before.</exception>
    public void Answer(ReadOnlySpan<byte> payload)
    {
        if (_outbox is not { } outbox || payload.Length != 1 || payload[0] > 1)
            throw new FrameFault("an answer to no offer of memory");
        outbox.Answer(isTaken: payload[0] == 1);
        if (payload[0] == 0)
            log("can't map memory of this process; payloads go over the socket");
    }

    /// <summary>The frame whose payload a received one says the place of; on the reading thread.</summary>
    /// <exception cref="FrameFault">There is no memory, or no such place.</exception>
    public SharedFrame Find(ReadOnlySpan<byte> place)
    {
        if (_inbox is null || place.Length != PayloadPlace.WireBytes)
            throw new FrameFault("a payload in memory that was never offered");
        return _inbox.Receive(PayloadPlace.Read(place));
    }

    /// <summary>The link is broken. Frames that somebody has stay as they are until they are given back.</summary>
    public void Dispose()
    {
        lock (_gate)
            _isPossible = false;
        _outbox?.Dispose();
        _inbox?.Dispose();
    }

    private static SharedInbox? Mapped(MemoryOffer offer)
    {
        try
        {
            return new(offer);
        }
        catch (IOException)
        {
            // The other end hears that it can't be, and logs it: it is the one that now copies.
            return null;
        }
    }

    private SharedOutbox? Offer()
    {
        lock (_gate)
        {
            if (!_isPossible || _outbox is not null)
                return _outbox;
            try
            {
                _outbox = new SharedOutbox();
            }
            catch (IOException failed)
            {
                _isPossible = false;
                log($"no memory to share: {failed.Message}");
                return null;
            }
        }
        Span<byte> offer = stackalloc byte[MemoryOffer.WireBytes];
        _outbox.Offer.Write(offer);
        send(FrameKind.Memory, offer);
        return _outbox;
    }
}
