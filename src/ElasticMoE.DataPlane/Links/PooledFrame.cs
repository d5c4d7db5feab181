using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Links;

/// <summary>A frame's bytes as they go over the wire: 64 of header, then the payload.</summary>
internal sealed unsafe class PooledFrame : LinkFrame
{
    private const int Alignment = 64;

    private readonly FrameBufferPool _pool;
    private readonly byte[] _memory;
    private readonly int _start;
    private int _payloadBytes;
    private int _rented;

    public PooledFrame(FrameBufferPool pool, int bits)
    {
        (_pool, Bits) = (pool, bits);
        _memory = GC.AllocateUninitializedArray<byte>((1 << bits) + Alignment, pinned: true);
        fixed (byte* start = _memory)
            _start = (int)((Alignment - ((nuint)start % Alignment)) % Alignment);
    }

    /// <summary>Bytes, as a power of two.</summary>
    public int Bits { get; }

    public override Span<byte> Payload
    {
        get
        {
            ObjectDisposedException.ThrowIf(_rented == 0, this);
            return _memory.AsSpan(_start + FrameCodec.HeaderBytes, _payloadBytes);
        }
    }

    public override Span<byte> Wire => _memory.AsSpan(_start, FrameCodec.HeaderBytes + _payloadBytes);

    public void Begin(int payloadBytes)
    {
        _payloadBytes = payloadBytes;
        Header = default;
        Volatile.Write(ref _rented, 1);
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _rented, 0) == 1)
            _pool.Return(this);
    }
}
