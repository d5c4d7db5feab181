using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.Attention;

/// <summary>
/// Asks for all of a block's keys or values at once: for those that a token's attention begins with, which nothing could ask for earlier.
/// </summary>
internal static unsafe class BlockPrefetch
{
    private const int LineFloats = 16;

    public static void Request(float* start, int floats)
    {
        if (!Ahead.IsSupported)
            return;
        for (int line = 0; line < floats; line += LineFloats)
            Sse.Prefetch0(start + line);
    }
}
