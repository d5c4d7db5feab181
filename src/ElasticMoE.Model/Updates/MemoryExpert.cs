using System.Runtime.InteropServices;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Updates;

/// <summary>An update's weights in memory of this process.</summary>
internal sealed unsafe class MemoryExpert : IDisposable
{
    private const int Alignment = 64;

    private byte* _start;

    public MemoryExpert(ExpertUpdate update)
    {
        _start = (byte*)NativeMemory.AlignedAlloc((nuint)update.Bytes.Length, Alignment);
        update.Bytes.CopyTo(new Span<byte>(_start, update.Bytes.Length));
        Weights = LoadedExpert.Bind(_start, update.Manifest.LayoutOf(update.Expert));
    }

    public FeedForwardWeights Weights { get; }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
