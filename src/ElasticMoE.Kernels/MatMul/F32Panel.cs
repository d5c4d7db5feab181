using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>Panels of f32 weights; see <see cref="PanelLayout"/>.</summary>
internal readonly struct F32Panel : IFloatPanel
{
    public const int InputBytes = PanelLayout.PanelRows * sizeof(float);

    public static int PairBytes => 2 * InputBytes;

    public static int StreamAheadBytes => 0;

    public static void Pack(ReadOnlySpan<float> rows, int rowCount, Span<byte> panel)
    {
        panel.Clear();
        int inputs = rows.Length / rowCount;
        for (int row = 0; row < rowCount; row++)
        {
            ReadOnlySpan<float> source = rows.Slice(row * inputs, inputs);
            for (int k = 0; k < source.Length; k++)
                BinaryPrimitives.WriteSingleLittleEndian(panel[((k * InputBytes) + (row * sizeof(float)))..], source[k]);
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

    public static unsafe float Weight(byte* panel, int row, nint input) => ((float*)(panel + (input * InputBytes)))[row];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<float> First512(byte* pair) => Vector512.Load((float*)pair);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<float> Second512(byte* pair) => Vector512.Load((float*)(pair + InputBytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> First256(byte* pair, int half) => Vector256.Load((float*)pair + (8 * half));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> Second256(byte* pair, int half) => Vector256.Load((float*)(pair + InputBytes) + (8 * half));
}
