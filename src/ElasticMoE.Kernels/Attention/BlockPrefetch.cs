using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.Attention;

/// <summary>
/// Asks for memory ahead of its use. Blocks lie anywhere, and the processor's own prefetching stops at each page's end, so every page's
/// first lines are asked for; it then finds the rest by itself.
/// </summary>
internal static unsafe class BlockPrefetch
{
    private const int PageFloats = 1024;
    private const int LineFloats = 16;
    private const int Lines = 4;

    public static void Request(float* start, int floats)
    {
        if (!Sse.IsSupported)
            return;
        for (int page = 0; page < floats; page += PageFloats)
        {
            for (int line = 0; line < Lines; line++)
                Sse.Prefetch1(start + page + (line * LineFloats));
        }
    }
}
