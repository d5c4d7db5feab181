using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// Fetches the weights of the next panels while the present ones are used by one tile of rows after the other. The processor foresees
/// only the stream that it reads: without this it would wait for memory whenever it comes to a new panel. A single tile of rows is a few
/// plain streams; even those gain where each line takes some work, or where they cross into a new page. An address past the weights does
/// no harm.
/// </summary>
internal static unsafe class WeightPrefetch
{
    /// <summary>Panels that one of several tiles of a float product fetches.</summary>
    public const int FloatTilePanels = 2;

    /// <summary>Tiles that together fetch one panel of a quantized product.</summary>
    public const int QuantizedTiles = 2;

    /// <summary>How far ahead a single tile of a quantized product fetches its panels, which are one stream.</summary>
    public const int TileAheadBytes = 4096;

    private const int LineBytes = 64;

    private const int RowAheadMin = 1024;

    /// <summary>Asks for the weights of a pair of inputs in up to two panels, or in all of the lanes' panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch<TPanel, TLanes>(byte* pair, nint panelBytes, bool allPanels)
        where TPanel : struct, IFloatPanel
        where TLanes : struct, IPanelLanes<TLanes>
    {
        Fetch<TPanel>(pair);
        if (TLanes.Panels == 1)
            return;
        Fetch<TPanel>(pair + panelBytes);
        if (!allPanels)
            return;
        Fetch<TPanel>(pair + (2 * panelBytes));
        Fetch<TPanel>(pair + (3 * panelBytes));
    }

    /// <summary>Asks for <see cref="BlockBytes"/> bytes, half a block and more, or for a whole block and its scales.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FetchBlock<TBlock>(ref byte* ahead, bool whole)
        where TBlock : struct, IQuantizedBlock
    {
        FetchLines(ahead, BlockBytes<TBlock>());
        ahead += BlockBytes<TBlock>();
        if (!whole)
            return;
        FetchLines(ahead, TBlock.WeightBytes / QuantizedTiles);
        ahead += TBlock.WeightBytes / QuantizedTiles;
    }

    /// <summary>Asks for two to five lines, without a loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FetchLines(byte* first, int bytes)
    {
        Sse.Prefetch0(first);
        Sse.Prefetch0(first + LineBytes);
        if (bytes > 2 * LineBytes)
            Sse.Prefetch0(first + (2 * LineBytes));
        if (bytes > 3 * LineBytes)
            Sse.Prefetch0(first + (3 * LineBytes));
        if (bytes > 4 * LineBytes)
            Sse.Prefetch0(first + (4 * LineBytes));
    }

    /// <summary>How far ahead a row of a quantized product fetches each of its streams: some pairs of blocks, of about 1 KB in all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint RowAheadBytes<TBlock>()
        where TBlock : struct, IQuantizedBlock =>
        (RowAheadMin + QuantizedPanel<TBlock>.PairBytes - 1) / QuantizedPanel<TBlock>.PairBytes * QuantizedPanel<TBlock>.PairBytes;

    /// <summary>Asks for the next pair of groups of four panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FetchGroupPairs<TBlock>(ref byte* ahead, nint panelStride)
        where TBlock : struct, IQuantizedBlock
    {
        for (int line = 0; line < TBlock.GroupPairBytes; line += LineBytes)
            FetchLine(ref ahead, panelStride);
    }

    /// <summary>Asks for the next line of four panels. The scales of a pair of blocks are one, and are easily forgotten.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FetchLine(ref byte* ahead, nint panelStride)
    {
        Sse.Prefetch0(ahead);
        Sse.Prefetch0(ahead + panelStride);
        Sse.Prefetch0(ahead + (2 * panelStride));
        Sse.Prefetch0(ahead + (3 * panelStride));
        ahead += LineBytes;
    }

    /// <summary>Asks for the next block of a panel of stored blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FetchStored(byte* ahead, nint blockBytes)
    {
        for (nint at = 0; at < blockBytes; at += LineBytes)
            Sse.Prefetch0(ahead + at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch<TPanel>(byte* pair)
        where TPanel : struct, IFloatPanel
    {
        Sse.Prefetch0(pair);
        if (TPanel.PairBytes > LineBytes)
            Sse.Prefetch0(pair + LineBytes);
    }

    /// <summary>The bytes that a tile fetches with each block: at least half a block of weights and scales.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int BlockBytes<TBlock>()
        where TBlock : struct, IQuantizedBlock => (TBlock.WeightBytes / QuantizedTiles) + LineBytes;
}
