using System.Runtime.InteropServices;

namespace ElasticMoE.Kernels.Threads;

/// <summary>
/// A job and its parts, alone in a cache line (and those the processor fetches with it), which goes once from the thread that publishes it to each
/// that takes part.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PublishedJob
{
    [FieldOffset(128)]
    public ComputeJob? Job;

    [FieldOffset(136)]
    public int Parts;

    [FieldOffset(140)]
    public int Unclaimed;

    [FieldOffset(144)]
    public int Unfinished;
}
