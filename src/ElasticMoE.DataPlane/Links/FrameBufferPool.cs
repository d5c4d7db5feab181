using System.Numerics;
using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Links;

/// <summary>
/// Pinned memory for frames, in sizes of powers of two. Buffers are made when needed and kept when returned, up to a bound, so that a
/// steady stream allocates nothing. Safe for all threads.
/// </summary>
public sealed class FrameBufferPool
{
    private const int SmallestBits = 12;
    private const int KeptBytesMax = 64 << 20;

    private readonly Stack<PooledFrame>[] _free = new Stack<PooledFrame>[33 - SmallestBits];
    private readonly Lock _gate = new();
    private long _keptBytes;

    /// <summary>An empty pool.</summary>
    public FrameBufferPool()
    {
        for (int i = 0; i < _free.Length; i++)
            _free[i] = new();
    }

    /// <summary>A frame with room for exactly <paramref name="payloadBytes"/>; the payload's contents are undefined.</summary>
    public FrameBuffer Rent(int payloadBytes) => RentFrame(payloadBytes);

    internal PooledFrame RentFrame(int payloadBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)payloadBytes, (uint)Limits.FramePayloadBytesMax);
        int bits = Math.Max(SmallestBits, 32 - BitOperations.LeadingZeroCount((uint)(payloadBytes + FrameCodec.HeaderBytes - 1)));
        PooledFrame? frame;
        lock (_gate)
        {
            if (_free[bits - SmallestBits].TryPop(out frame))
                _keptBytes -= 1L << bits;
        }
        frame ??= new PooledFrame(this, bits);
        frame.Begin(payloadBytes);
        return frame;
    }

    internal void Return(PooledFrame frame)
    {
        long bytes = 1L << frame.Bits;
        lock (_gate)
        {
            if (_keptBytes + bytes > KeptBytesMax)
                return;
            _keptBytes += bytes;
            _free[frame.Bits - SmallestBits].Push(frame);
        }
    }
}
