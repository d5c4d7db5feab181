using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Residency;

namespace ElasticMoE.Node.Measurement;

/// <summary>
/// The rate at which all compute threads together read memory, from a block far larger than any cache, in huge pages where there are any: each in one ascending run, or in
/// several side by side, which some memory systems serve faster. The better of the two counts.
/// </summary>
internal sealed unsafe class MemoryBandwidth : ComputeJob, IMeasurement, IDisposable
{
    /// <summary>Larger than the caches of any processor of today (the largest have 1.1 GiB a socket, of which one core sees a fraction).</summary>
    public const long DefaultBytes = 1L << 30;

    private const int PartBytes = 1 << 22;

    private readonly ComputePool _pool;
    private readonly TimeProvider _clock;
    private readonly byte* _block;
    private readonly long _bytes;
    private bool _sideBySide;
    private long _sink;

    public MemoryBandwidth(ComputePool pool, TimeProvider clock, long bytes = DefaultBytes)
    {
        _pool = pool;
        _clock = clock;
        _bytes = bytes / PartBytes * PartBytes;
        _block = (byte*)NativeMemory.AlignedAlloc((nuint)_bytes, HugePages.PageBytes);
        HugePages.TryAdvise(_block, _bytes);
        for (long at = 0; at < _bytes; at += PartBytes)
            new Span<byte>(_block + at, PartBytes).Fill((byte)(at / PartBytes));
    }

    public string Name => "memory bandwidth";

    /// <summary>Bytes per second.</summary>
    public double Measure() => Math.Max(Measure(sideBySide: false), Measure(sideBySide: true));

    private double Measure(bool sideBySide)
    {
        _sideBySide = sideBySide;
        long started = _clock.GetTimestamp();
        _pool.Run(this, (int)(_bytes / PartBytes));
        return _bytes / _clock.GetElapsedTime(started).TotalSeconds;
    }

    public override void Run(int part) => Interlocked.Add(ref _sink, Read(_block + (long)part * PartBytes, _sideBySide ? PartBytes / 4 : sizeof(long) * 8));

    public void Dispose() => NativeMemory.AlignedFree(_block);

    /// <summary>Reads a part in four streams that begin <paramref name="apart"/> bytes after each other; a line apart, they are one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static long Read(byte* from, int apart)
    {
        const int LineBytes = 64;
        int step = apart == LineBytes ? 4 * LineBytes : LineBytes;
        Vector512<long> a = default, b = default, c = default, d = default;
        byte* at = from;
        for (int lines = PartBytes / (4 * LineBytes); lines > 0; lines--, at += step)
        {
            a ^= Vector512.Load((long*)at);
            b ^= Vector512.Load((long*)(at + apart));
            c ^= Vector512.Load((long*)(at + 2 * apart));
            d ^= Vector512.Load((long*)(at + 3 * apart));
        }
        return Vector512.Sum(a ^ b ^ c ^ d);
    }
}
