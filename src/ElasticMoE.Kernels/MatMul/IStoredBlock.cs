using ElasticMoE.Kernels.Quantization;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// A format whose numbers are GGUF's, in panels of 16 rows. A block is 32 inputs; a half of it, 16 inputs, has four groups of 16 rows × 4 bytes.
/// A weight is stored as a number from 0 up, below 64.
/// </summary>
internal interface IStoredBlock
{
    /// <summary>The blocks that files have.</summary>
    static abstract BlockFormat Stored { get; }

    /// <summary>Whether each half has whole-number scales of its own.</summary>
    static abstract bool ScalesHalves { get; }

    /// <summary>Whether each block has whole-number scales.</summary>
    static abstract bool HasBlockScales { get; }

    /// <summary>What is added to a weight to store it.</summary>
    static abstract int Bias { get; }

    /// <summary>Whether two 16-bit sums hold the products of a whole half; else of half of it.</summary>
    static abstract bool PairsHoldHalf { get; }

    /// <summary>Bytes of a panel of that many inputs.</summary>
    static abstract long PanelBytes(int inputs);

    /// <summary>Stores one block of a file in a cleared panel.</summary>
    /// <param name="block">The block's bytes.</param>
    /// <param name="index">Which block of its row.</param>
    /// <param name="row">The panel's row.</param>
    /// <param name="panel">The panel.</param>
    static abstract void Store(ReadOnlySpan<byte> block, int index, int row, Span<byte> panel);

    /// <summary>The stored weight of an input.</summary>
    static abstract unsafe int Weight(byte* panel, int row, nint input);

    /// <summary>The whole-number scale of an input's half or block; 1 where there is none.</summary>
    static abstract unsafe int Scale(byte* panel, int row, nint input);

    /// <summary>The float scale of a block.</summary>
    static abstract unsafe float FloatScale(byte* panel, int row, nint block);

    /// <summary>What is taken away for each unit of an input's sum: minimum and its scale; 0 where there is none.</summary>
    static abstract unsafe (int Minimum, float Scale) Minimum(byte* panel, int row, nint block);

    /// <summary>The stored weights of a half's four groups.</summary>
    static abstract unsafe void Load<TLanes>(byte* panel, nint block, int half, out FourGroups<TLanes> groups)
        where TLanes : struct, IByteLanes<TLanes>;

    /// <summary>The whole-number scales of a half.</summary>
    static abstract unsafe TLanes Scales<TLanes>(byte* panel, nint block, int half)
        where TLanes : struct, IByteLanes<TLanes>;

    /// <summary>The float scales of a block.</summary>
    static abstract unsafe TLanes FloatScales<TLanes>(byte* panel, nint block)
        where TLanes : struct, IByteLanes<TLanes>;

    /// <summary>Takes minima away from sums; does nothing where there are none.</summary>
    static abstract unsafe TLanes SubtractMinima<TLanes>(byte* panel, nint block, TLanes sums, (int Sum, float Scale) x)
        where TLanes : struct, IByteLanes<TLanes>;
}
