using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.Attention;

/// <summary>
/// Asks for memory ahead of its use. Blocks lie anywhere, and the processor's own prefetching stops at each page's end. What is needed
/// later is asked for by every page's first lines: the processor then finds the rest by itself. What is needed next is asked for whole.
/// </summary>
internal static unsafe class BlockPrefetch
{
    private const int PageFloats = 1024;
    private const int LineFloats = 16;
    private const int Lines = 4;

    public static void Begin(float* start, int floats)
    {
        if (!Sse.IsSupported)
            return;
        for (int page = 0; page < floats; page += PageFloats)
        {
            for (int line = 0; line < Lines; line++)
                Sse.Prefetch1(start + page + (line * LineFloats));
        }
    }

    public static void Whole(float* start, int floats)
    {
        if (!Sse.IsSupported)
            return;
        for (int line = 0; line < floats; line += LineFloats)
            Sse.Prefetch0(start + line);
    }
}
