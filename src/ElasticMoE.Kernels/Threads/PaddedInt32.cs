using System.Runtime.InteropServices;

namespace ElasticMoE.Kernels.Threads;

/// <summary>An integer alone in its cache lines (and those the processor fetches with them).</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PaddedInt32
{
    [FieldOffset(128)]
    public int Value;
}
