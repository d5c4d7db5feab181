using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ElasticMoE.Kernels.Threads;

namespace ElasticMoE.Node.Measurement;

/// <summary>
/// The rate at which all compute threads together read memory in ascending order, from a block far larger than any cache.
/// </summary>
internal sealed unsafe class MemoryBandwidth : ComputeJob, IMeasurement, IDisposable
{
    /// <summary>Larger than the caches of any processor of today (the largest have 1.1 GiB a socket, of which one core sees a fraction).</summary>
    public const long DefaultBytes = 1L << 30;

    private const int PartBytes = 1 << 20;

    private readonly ComputePool _pool;
    private readonly TimeProvider _clock;
    private readonly byte* _block;
    private readonly long _bytes;
    private long _sink;

    public MemoryBandwidth(ComputePool pool, TimeProvider clock, long bytes = DefaultBytes)
    {
        _pool = pool;
        _clock = clock;
        _bytes = bytes / PartBytes * PartBytes;
        _block = (byte*)NativeMemory.AlignedAlloc((nuint)_bytes, 4096);
        for (long at = 0; at < _bytes; at += PartBytes)
            new Span<byte>(_block + at, PartBytes).Fill((byte)(at / PartBytes));
    }

    public string Name => "memory bandwidth";

    /// <summary>Bytes per second.</summary>
    public double Measure()
    {
        long started = _clock.GetTimestamp();
        _pool.Run(this, (int)(_bytes / PartBytes));
        return _bytes / _clock.GetElapsedTime(started).TotalSeconds;
    }

    public override void Run(int part) => Interlocked.Add(ref _sink, Read(_block + (long)part * PartBytes));

    public void Dispose() => NativeMemory.AlignedFree(_block);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static long Read(byte* from)
    {
        Vector512<long> a = default, b = default, c = default, d = default;
        for (byte* at = from; at < from + PartBytes; at += 256)
        {
            a ^= Vector512.Load((long*)at);
            b ^= Vector512.Load((long*)(at + 64));
            c ^= Vector512.Load((long*)(at + 128));
            d ^= Vector512.Load((long*)(at + 192));
        }
        return Vector512.Sum(a ^ b ^ c ^ d);
    }
}
