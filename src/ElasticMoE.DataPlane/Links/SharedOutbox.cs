using System.Numerics;
using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Transport;
using Microsoft.Win32.SafeHandles;

namespace ElasticMoE.DataPlane.Links;

/// <summary>
/// Memory that this end of a link has made, for payloads that the other end reads where they were written. It is given out in sizes of powers of two,
/// and again once the other end has cleared their word. When it is used up, payloads go over the wire. Safe for all threads.
/// </summary>
internal sealed class SharedOutbox : ISharedFrames, IDisposable
{
    private const int SmallestBits = 12, LargestBits = 24;

    private readonly SharedMemory _memory;
    private readonly SafeFileHandle _file;
    private readonly Stack<SharedFrame>[] _free = [.. Sizes().Select(_ => new Stack<SharedFrame>())];
    private readonly List<SharedFrame>[] _away = [.. Sizes().Select(_ => new List<SharedFrame>())];
    private readonly Lock _gate = new();
    private int _givenOut = SharedMemory.ProofBytes;
    private bool _isTaken;
    private bool _isEnded;

    /// <exception cref="IOException">The system gives no such memory.</exception>
    public SharedOutbox() => (_memory, _file, Offer) = SharedMemory.Make(Limits.LinkMemoryBytes);

    /// <summary>What the other end is told.</summary>
    public MemoryOffer Offer { get; }

    /// <summary>The other end has said whether it has mapped the memory. Nothing is put there before.</summary>
    /// <exception cref="FrameFault">It said so before.</exception>
    public void Answer(bool isTaken)
    {
        lock (_gate)
        {
            if (_file.IsClosed)
                throw new FrameFault("a second answer to an offer of memory");
            _file.Dispose();
            _isTaken = isTaken;
        }
        if (!isTaken)
            Dispose();
    }

    /// <summary>A frame to fill; null where there is no room, or the other end hasn't mapped the memory.</summary>
    public SharedFrame? TryRent(int payloadBytes)
    {
        int bits = BitsOf(payloadBytes);
        if (bits > LargestBits)
            return null;
        lock (_gate)
        {
            if (!_isTaken || _isEnded || (FindUnused(bits) ?? TryMake(bits)) is not { } frame)
                return null;
            _memory.Retain();
            frame.Begin(_memory, frame.Place with { Bytes = payloadBytes });
            frame.IsInUse = true;
            return frame;
        }
    }

    /// <inheritdoc/>
    public void Sent(SharedFrame frame)
    {
        lock (_gate)
            _away[BitsOf(frame.Place.Bytes) - SmallestBits].Add(frame);
        _memory.Release();
    }

    /// <inheritdoc/>
    public void Return(SharedFrame frame)
    {
        lock (_gate)
            _free[BitsOf(frame.Place.Bytes) - SmallestBits].Push(frame);
        _memory.Release();
    }

    /// <summary>The link is broken. What is rented stays until it is given back.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isEnded)
                return;
            _isEnded = true;
            _file.Dispose();
        }
        _memory.Release();
    }

    private static IEnumerable<int> Sizes() => Enumerable.Range(SmallestBits, LargestBits - SmallestBits + 1);

    private static int BitsOf(int payloadBytes) => Math.Max(SmallestBits, 32 - BitOperations.LeadingZeroCount((uint)(payloadBytes + SharedFrame.HeadBytes - 1)));

    private SharedFrame? FindUnused(int bits)
    {
        if (_free[bits - SmallestBits].TryPop(out SharedFrame? frame))
            return frame;
        List<SharedFrame> away = _away[bits - SmallestBits];
        int unused = away.FindIndex(one => !one.IsInUse);
        if (unused < 0)
            return null;
        frame = away[unused];
        away[unused] = away[^1];
        away.RemoveAt(away.Count - 1);
        return frame;
    }

    private SharedFrame? TryMake(int bits)
    {
        if ((1 << bits) > _memory.Bytes - _givenOut)
            return null;
        var frame = new SharedFrame(this);
        frame.Begin(_memory, new(_givenOut + SharedFrame.HeadBytes, 0));
        _givenOut += 1 << bits;
        return frame;
    }
}
