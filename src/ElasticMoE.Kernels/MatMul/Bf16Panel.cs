using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ElasticMoE.Kernels.Numbers;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// Panels of bfloat16 weights; see <see cref="PanelLayout"/>. Two inputs of a row share 32 bits, so that one load serves both: widening
/// is a shift for the first and a mask for the second.
/// </summary>
internal readonly struct Bf16Panel : IFloatPanel
{
    private const int PairRowBytes = 2 * sizeof(ushort);
    private const uint SecondMask = 0xFFFF0000;

    public static int PairBytes => PanelLayout.PanelRows * PairRowBytes;

    public static int StreamAheadBytes => 1024;

    public static void Pack(ReadOnlySpan<float> rows, int rowCount, Span<byte> panel)
    {
        panel.Clear();
        int inputs = rows.Length / rowCount;
        for (int row = 0; row < rowCount; row++)
        {
            ReadOnlySpan<float> source = rows.Slice(row * inputs, inputs);
            for (int k = 0; k < source.Length; k++)
                BinaryPrimitives.WriteUInt16LittleEndian(panel[Offset(row, k)..], BFloat16.FromSingle(source[k]));
        }
    }

    public static unsafe void Unpack(ReadOnlySpan<byte> panel, Span<float> rows)
    {
        int inputs = rows.Length / PanelLayout.PanelRows;
        fixed (byte* start = panel)
        {
            for (int i = 0; i < rows.Length; i++)
                rows[i] = Weight(start, i / inputs, i % inputs);
        }
    }

    public static unsafe float Weight(byte* panel, int row, nint input)
    {
        uint pair = ((uint*)(panel + (input / 2 * PairBytes)))[row];
        return BitConverter.UInt32BitsToSingle(input % 2 == 0 ? pair << 16 : pair & SecondMask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<float> First512(byte* pair) => Vector512.ShiftLeft(Vector512.Load((uint*)pair), 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<float> Second512(byte* pair) =>
        (Vector512.Load((uint*)pair) & Vector512.Create(SecondMask)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> First256(byte* pair, int half) =>
        Vector256.ShiftLeft(Vector256.Load((uint*)pair + (8 * half)), 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> Second256(byte* pair, int half) =>
        (Vector256.Load((uint*)pair + (8 * half)) & Vector256.Create(SecondMask)).AsSingle();

    private static int Offset(int row, int input) => (input / 2 * PairBytes) + (row * PairRowBytes) + (input % 2 * sizeof(ushort));
}
