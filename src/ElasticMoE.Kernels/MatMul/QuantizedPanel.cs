using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>Panels of a quantized format; see <see cref="PanelLayout"/>. Scales go by pairs of blocks, so that all vectors stay aligned.</summary>
internal static class QuantizedPanel<TBlock>
    where TBlock : struct, IQuantizedBlock
{
    private const int BlockScaleBytes = PanelLayout.PanelRows * sizeof(ushort);

    public static long Bytes(int inputs)
    {
        if (inputs % PanelLayout.BlockInputs != 0)
            throw new ArgumentException($"A quantized row is a multiple of {PanelLayout.BlockInputs} long, not {inputs}.", nameof(inputs));
        long blocks = inputs / PanelLayout.BlockInputs;
        return (blocks * TBlock.WeightBytes) + ((blocks + 1) / 2 * 2 * BlockScaleBytes);
    }

    /// <summary>Where a block's 16 scales lie in its panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint ScalesOffset(nint block) => ((block >> 1) * PairBytes) + ((block & 1) * BlockScaleBytes);

    /// <summary>Where a block's weights lie in its panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint WeightsOffset(nint block) => ((block >> 1) * PairBytes) + (2 * BlockScaleBytes) + ((block & 1) * TBlock.WeightBytes);

    /// <summary>Bytes of a pair of blocks with their scales: whole cache lines.</summary>
    public static nint PairBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (2 * BlockScaleBytes) + (2 * TBlock.WeightBytes);
    }

    public static void Pack(ReadOnlySpan<float> rows, int rowCount, Span<byte> panel)
    {
        panel.Clear();
        ReadOnlySpan<float> zeros = stackalloc float[PanelLayout.BlockInputs];
        int inputs = rows.Length / rowCount;
        for (int block = 0; block < inputs / PanelLayout.BlockInputs; block++)
        {
            for (int row = 0; row < PanelLayout.PanelRows; row++)
            {
                ReadOnlySpan<float> values = row < rowCount
                    ? rows.Slice((row * inputs) + (block * PanelLayout.BlockInputs), PanelLayout.BlockInputs)
                    : zeros;
                PackBlock(values, row, Scales(panel, block), Weights(panel, block));
            }
        }
    }

    public static void Unpack(ReadOnlySpan<byte> panel, Span<float> rows)
    {
        int inputs = rows.Length / PanelLayout.PanelRows;
        for (int i = 0; i < rows.Length; i++)
        {
            (int row, int input) = Math.DivRem(i, inputs);
            int block = input / PanelLayout.BlockInputs;
            ReadOnlySpan<byte> weights = panel.Slice((int)WeightsOffset(block), TBlock.WeightBytes);
            Half scale = BinaryPrimitives.ReadHalfLittleEndian(panel[((int)ScalesOffset(block) + (row * sizeof(ushort)))..]);
            rows[i] = TBlock.Load(weights, row, input % PanelLayout.BlockInputs) * (float)scale;
        }
    }

    private static Span<byte> Scales(Span<byte> panel, int block) => panel.Slice((int)ScalesOffset(block), BlockScaleBytes);

    private static Span<byte> Weights(Span<byte> panel, int block) => panel.Slice((int)WeightsOffset(block), TBlock.WeightBytes);

    private static void PackBlock(ReadOnlySpan<float> values, int row, Span<byte> scales, Span<byte> weights)
    {
        Span<sbyte> quantized = stackalloc sbyte[PanelLayout.BlockInputs];
        Half scale = TBlock.Quantize(values, quantized);
        BinaryPrimitives.WriteHalfLittleEndian(scales[(row * sizeof(ushort))..], scale);
        for (int input = 0; input < quantized.Length; input++)
            TBlock.Store(weights, row, input, quantized[input]);
    }
}
