using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ElasticMoE.Kernels.Quantization;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>Blocks of signed bytes; see <see cref="PanelLayout"/>.</summary>
internal readonly struct Q8Block : IQuantizedBlock
{
    private const int Bias = 128;
    private const int GroupBytes = 4 * PanelLayout.PanelRows;

    public static int WeightBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => PanelLayout.BlockInputs * PanelLayout.PanelRows;
    }

    public static int GroupPairBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * GroupBytes;
    }

    public static int BiasShift
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 7;
    }

    public static Half Quantize(ReadOnlySpan<float> values, Span<sbyte> quantized) => Q8Quantizer.Quantize(values, quantized);

    public static void Store(Span<byte> weights, int row, int input, int quantized) =>
        weights[Offset(row, input)] = (byte)(quantized + Bias);

    public static int Load(ReadOnlySpan<byte> weights, int row, int input) => weights[Offset(row, input)] - Bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<byte> First256(byte* groupPair, int half) => Vector256.Load(groupPair + (32 * half));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<byte> Second256(byte* groupPair, int half) => Vector256.Load(groupPair + GroupBytes + (32 * half));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<byte> First512(byte* groupPair) => Vector512.Load(groupPair);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<byte> Second512(byte* groupPair) => Vector512.Load(groupPair + GroupBytes);

    private static int Offset(int row, int input) => (input / 4 * GroupBytes) + (row * 4) + (input % 4);
}
