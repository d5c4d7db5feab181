using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.Attention;

/// <summary>
/// What a product does about memory that it will need later. Keys and values that are read once, by a token's few queries, come as slowly as
/// memory gives them, and blocks lie anywhere: the processor foresees too little. So each operand's line brings that of a later block.
/// </summary>
internal static class Ahead
{
    /// <summary>Whether the processor can be asked for memory.</summary>
    public static bool IsSupported => Sse.IsSupported;

    internal readonly struct Nothing : IAhead
    {
        public static bool Fetches => false;
    }

    internal readonly struct LaterBlocks : IAhead
    {
        public static bool Fetches => true;
    }
}
