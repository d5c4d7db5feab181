using ElasticMoE.Kernels.Quantization;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>Packs panels from blocks that are quantized already, so that a file's numbers run exactly as it stores them.</summary>
public static class StoredPanel
{
    /// <summary>The blocks whose numbers a format holds; null for a format that has none.</summary>
    public static BlockFormat? BlocksOf(WeightFormat format) => format switch
    {
        WeightFormat.Q8 => BlockFormat.Q8,
        WeightFormat.Q4 => BlockFormat.Q4,
        WeightFormat.Q6K => BlockFormat.Q6K,
        WeightFormat.Q4K => BlockFormat.Q4K,
        WeightFormat.Mxfp4 => BlockFormat.Mxfp4,
        _ => null,
    };

    /// <summary>Inputs that a row holds a multiple of.</summary>
    public static int BlockInputs(WeightFormat format) => BlocksOf(format) is { } blocks ? BlockFormats.ValuesOf(blocks) : 1;

    /// <summary>Packs up to 16 output rows.</summary>
    /// <param name="format">One with blocks.</param>
    /// <param name="rows">The rows' blocks, one row after the other.</param>
    /// <param name="rowCount">1 to 16; the other rows of the panel become zeros.</param>
    /// <param name="inputs">Values of a row.</param>
    /// <param name="panel">Receives <see cref="PanelLayout.PanelBytes"/> bytes.</param>
    /// <exception cref="ArgumentException">Another format, or lengths that don't fit each other.</exception>
    public static void Pack(WeightFormat format, ReadOnlySpan<byte> rows, int rowCount, int inputs, Span<byte> panel)
    {
        BlockFormat blocks = BlocksOf(format) ?? throw PanelLayout.UnknownFormat(format);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rowCount, PanelLayout.PanelRows);
        if (rows.Length != rowCount * BlockFormats.BytesOf(blocks, inputs) || panel.Length != PanelLayout.PanelBytes(format, inputs))
            throw new ArgumentException("The lengths do not fit the rows and inputs.", nameof(rows));
        panel.Clear();
        switch (format)
        {
            case WeightFormat.Q8: Pack<Q8Block>(rows, rowCount, inputs, panel); break;
            case WeightFormat.Q4: Pack<Q4Block>(rows, rowCount, inputs, panel); break;
            case WeightFormat.Q6K: PackBlocks<Q6KBlock>(rows, rowCount, panel); break;
            case WeightFormat.Q4K: PackBlocks<Q4KBlock>(rows, rowCount, panel); break;
            default: PackBlocks<Mxfp4Block>(rows, rowCount, panel); break;
        }
    }

    internal static long Bytes(WeightFormat format, int inputs)
    {
        if (inputs % BlockInputs(format) != 0)
            throw new ArgumentException($"A row of {format} is a multiple of {BlockInputs(format)} long, not {inputs}.", nameof(inputs));
        return format switch
        {
            WeightFormat.Q6K => Q6KBlock.PanelBytes(inputs),
            WeightFormat.Q4K => Q4KBlock.PanelBytes(inputs),
            _ => Mxfp4Block.PanelBytes(inputs),
        };
    }

    private static void PackBlocks<TBlock>(ReadOnlySpan<byte> rows, int rowCount, Span<byte> panel)
        where TBlock : struct, IStoredBlock
    {
        int blockBytes = BlockFormats.BytesOf(TBlock.Stored);
        int blocks = rows.Length / rowCount / blockBytes;
        for (int row = 0; row < rowCount; row++)
        {
            for (int block = 0; block < blocks; block++)
                TBlock.Store(rows.Slice(((row * blocks) + block) * blockBytes, blockBytes), block, row, panel);
        }
    }

    private static void Pack<TBlock>(ReadOnlySpan<byte> rows, int rowCount, int inputs, Span<byte> panel)
        where TBlock : struct, IQuantizedBlock
    {
        int blocks = inputs / PanelLayout.BlockInputs;
        int blockBytes = rows.Length / rowCount / Math.Max(1, blocks);
        Span<sbyte> quantized = stackalloc sbyte[PanelLayout.BlockInputs];
        for (int block = 0; block < blocks; block++)
        {
            Span<byte> weights = panel.Slice((int)QuantizedPanel<TBlock>.WeightsOffset(block), TBlock.WeightBytes);
            for (int row = 0; row < PanelLayout.PanelRows; row++)
            {
                quantized.Clear();
                if (row < rowCount)
                {
                    ReadOnlySpan<byte> stored = rows.Slice(((row * blocks) + block) * blockBytes, blockBytes);
                    stored[..2].CopyTo(panel[((int)QuantizedPanel<TBlock>.ScalesOffset(block) + (row * sizeof(ushort)))..]);
                    Numbers(stored[2..], quantized);
                }

                for (int input = 0; input < quantized.Length; input++)
                    TBlock.Store(weights, row, input, quantized[input]);
            }
        }
    }

    /// <summary>Whole bytes, or nibbles that belong 16 values apart.</summary>
    private static void Numbers(ReadOnlySpan<byte> stored, Span<sbyte> quantized)
    {
        for (int i = 0; i < stored.Length; i++)
        {
            if (stored.Length == quantized.Length)
                quantized[i] = (sbyte)stored[i];
            else
                (quantized[i], quantized[i + 16]) = ((sbyte)((stored[i] & 15) - 8), (sbyte)((stored[i] >> 4) - 8));
        }
    }
}
