using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>How the weights of a float format are read from a panel, two inputs at a time, widened to f32.</summary>
internal interface IFloatPanel
{
    /// <summary>Bytes of 16 rows × two inputs.</summary>
    static abstract int PairBytes { get; }

    /// <summary>
    /// How many bytes ahead a single tile of rows fetches the weights that it streams. 0 where the processor foresees the streams well enough
    /// by itself; where weights are widened, it has too few of them in sight.
    /// </summary>
    static abstract int StreamAheadBytes { get; }

    /// <summary>One weight of a panel.</summary>
    static abstract unsafe float Weight(byte* panel, int row, nint input);

    /// <summary>The pair's first input, 16 rows.</summary>
    static abstract unsafe Vector512<float> First512(byte* pair);

    /// <summary>The pair's second input, 16 rows.</summary>
    static abstract unsafe Vector512<float> Second512(byte* pair);

    /// <summary>The pair's first input, rows 8 · half and the next seven.</summary>
    static abstract unsafe Vector256<float> First256(byte* pair, int half);

    /// <summary>The pair's second input, rows 8 · half and the next seven.</summary>
    static abstract unsafe Vector256<float> Second256(byte* pair, int half);
}
