using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ElasticMoE.Kernels.Quantization;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>Blocks of four-bit weights; see <see cref="PanelLayout"/>. Low halves hold a pair's first group, high halves its second.</summary>
internal readonly struct Q4Block : IQuantizedBlock
{
    private const int Bias = 8;
    private const byte LowHalf = 0x0F;

    public static int WeightBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => PanelLayout.BlockInputs * PanelLayout.PanelRows / 2;
    }

    public static int GroupPairBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4 * PanelLayout.PanelRows;
    }

    public static int BiasShift
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 3;
    }

    public static Half Quantize(ReadOnlySpan<float> values, Span<sbyte> quantized) => Q4Quantizer.Quantize(values, quantized);

    public static void Store(Span<byte> weights, int row, int input, int quantized) =>
        weights[Offset(row, input)] |= (byte)((quantized + Bias) << Shift(input));

    public static int Load(ReadOnlySpan<byte> weights, int row, int input) =>
        ((weights[Offset(row, input)] >> Shift(input)) & LowHalf) - Bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<byte> First256(byte* groupPair, int half) =>
        Vector256.Load(groupPair + (32 * half)) & Vector256.Create(LowHalf);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<byte> Second256(byte* groupPair, int half) =>
        Vector256.ShiftRightLogical(Vector256.Load((ushort*)(groupPair + (32 * half))), 4).AsByte() & Vector256.Create(LowHalf);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<byte> First512(byte* groupPair) => Vector512.Load(groupPair) & Vector512.Create(LowHalf);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<byte> Second512(byte* groupPair) =>
        Vector512.ShiftRightLogical(Vector512.Load((ushort*)groupPair), 4).AsByte() & Vector512.Create(LowHalf);

    private static int Offset(int row, int input) => (input / 8 * GroupPairBytes) + (row * 4) + (input % 4);

    private static int Shift(int input) => input % 8 < 4 ? 0 : 4;
}
