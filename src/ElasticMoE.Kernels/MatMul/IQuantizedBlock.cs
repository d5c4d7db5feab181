using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// How the weights of a quantized format lie in a block of 32 inputs × 16 rows. A weight is stored as a number from 0 up, its value plus a
/// bias, since byte dot products want one unsigned side. Two groups of four inputs make a group pair.
/// </summary>
internal interface IQuantizedBlock
{
    /// <summary>Bytes of the stored weights of one block.</summary>
    static abstract int WeightBytes { get; }

    /// <summary>Bytes of one of the block's four group pairs.</summary>
    static abstract int GroupPairBytes { get; }

    /// <summary>2 to this power is added to a weight to store it.</summary>
    static abstract int BiasShift { get; }

    /// <summary>Quantizes the 32 values of one row's block, and returns their scale.</summary>
    static abstract Half Quantize(ReadOnlySpan<float> values, Span<sbyte> quantized);

    /// <summary>Stores one quantized weight in a cleared block.</summary>
    static abstract void Store(Span<byte> weights, int row, int input, int quantized);

    /// <summary>One quantized weight.</summary>
    static abstract int Load(ReadOnlySpan<byte> weights, int row, int input);

    /// <summary>The stored weights of a pair's first group, 4 bytes a row, rows 8 · half and the next seven.</summary>
    static abstract unsafe Vector256<byte> First256(byte* groupPair, int half);

    /// <summary>The stored weights of a pair's second group, 4 bytes a row, rows 8 · half and the next seven.</summary>
    static abstract unsafe Vector256<byte> Second256(byte* groupPair, int half);

    /// <summary>The stored weights of a pair's first group, 4 bytes a row, 16 rows.</summary>
    static abstract unsafe Vector512<byte> First512(byte* groupPair);

    /// <summary>The stored weights of a pair's second group, 4 bytes a row, 16 rows.</summary>
    static abstract unsafe Vector512<byte> Second512(byte* groupPair);
}
