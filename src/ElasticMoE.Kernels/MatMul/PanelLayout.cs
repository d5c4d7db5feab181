namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// How a weight matrix [outputs, inputs] lies in memory: panels of 16 output rows, so that the 16 lanes of a vector hold 16 outputs and
/// weights stream in the order in which they are used. One layout serves every instruction set. Rows missing in the last panel are zero.
/// Inside a panel, all little-endian (n is the row 0..15):
/// <code>
/// F32   for each input k:                      f32 w[n, k] × 16
/// Bf16  for each pair of inputs k, k+1:        { bf16 w[n, k], bf16 w[n, k+1] } × 16; an odd last input is paired with zeros
/// Q8    for each pair of blocks of 32 inputs:  f16 scale[n] × 16 of the first, then of the second block (zeros where there is none);
///       for each block of the pair, for each group of 4 inputs: { u8 q[n, k] + 128 × 4 } × 16
/// Q4    scales as Q8; for each block of the pair, for each two groups of 4 inputs:
///       { u8 (q[n, k] + 8) | (q[n, k+4] + 8) &lt;&lt; 4 × 4 } × 16
/// </code>
/// Q6K, Q4K and Mxfp4 are laid out by <see cref="Q6KBlock"/>, <see cref="Q4KBlock"/> and <see cref="Mxfp4Block"/>, and packed from blocks alone (<see cref="StoredPanel"/>).
/// </summary>
public static class PanelLayout
{
    /// <summary>Output rows in a panel.</summary>
    public const int PanelRows = 16;

    /// <summary>Inputs that share a scale in the quantized formats.</summary>
    public const int BlockInputs = 32;

    /// <summary>Panels of a matrix with that many output rows.</summary>
    public static int PanelCount(int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outputs);
        return (int)(((long)outputs + PanelRows - 1) / PanelRows);
    }

    /// <summary>Bytes of one panel: 16 rows of that many inputs.</summary>
    /// <exception cref="ArgumentException">A quantized format and inputs that are not a multiple of 32.</exception>
    public static long PanelBytes(WeightFormat format, int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputs);
        return format switch
        {
            WeightFormat.F32 => (long)inputs * F32Panel.InputBytes,
            WeightFormat.Bf16 => ((long)inputs + 1) / 2 * Bf16Panel.PairBytes,
            WeightFormat.Q8 => QuantizedPanel<Q8Block>.Bytes(inputs),
            WeightFormat.Q4 => QuantizedPanel<Q4Block>.Bytes(inputs),
            WeightFormat.Q6K or WeightFormat.Q4K or WeightFormat.Mxfp4 => StoredPanel.Bytes(format, inputs),
            _ => throw UnknownFormat(format),
        };
    }

    /// <summary>Bytes of all panels of a matrix.</summary>
    /// <exception cref="ArgumentException">A quantized format and inputs that are not a multiple of 32.</exception>
    public static long MatrixBytes(WeightFormat format, int outputs, int inputs) =>
        PanelCount(outputs) * PanelBytes(format, inputs);

    /// <summary>
    /// Packs up to 16 output rows. Bf16 rounds to nearest even where a value needs it; Q8 and Q4 quantize as GGUF's reference does, and
    /// a block with a value that is not finite gets the scale NaN, so that it poisons its outputs.
    /// </summary>
    /// <param name="format">The format to store.</param>
    /// <param name="rows">[rowCount, inputs], row-major.</param>
    /// <param name="rowCount">1 to 16; the other rows of the panel become zeros.</param>
    /// <param name="inputs">Length of a row.</param>
    /// <param name="panel">Receives <see cref="PanelBytes"/> bytes.</param>
    /// <exception cref="ArgumentException">Lengths that don't fit each other.</exception>
    public static void PackPanel(WeightFormat format, ReadOnlySpan<float> rows, int rowCount, int inputs, Span<byte> panel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rowCount, PanelRows);
        Require(rows.Length == (long)rowCount * inputs, nameof(rows));
        Require(panel.Length == PanelBytes(format, inputs), nameof(panel));
        switch (format)
        {
            case WeightFormat.F32: F32Panel.Pack(rows, rowCount, panel); break;
            case WeightFormat.Bf16: Bf16Panel.Pack(rows, rowCount, panel); break;
            case WeightFormat.Q8: QuantizedPanel<Q8Block>.Pack(rows, rowCount, panel); break;
            case WeightFormat.Q4: QuantizedPanel<Q4Block>.Pack(rows, rowCount, panel); break;
            default: throw UnknownFormat(format);
        }
    }

    /// <summary>The values that the arithmetic uses, all 16 rows of a panel: [16, inputs], row-major.</summary>
    /// <exception cref="ArgumentException">Lengths that don't fit each other.</exception>
    public static void UnpackPanel(WeightFormat format, ReadOnlySpan<byte> panel, int inputs, Span<float> rows)
    {
        Require(rows.Length == (long)PanelRows * inputs, nameof(rows));
        Require(panel.Length == PanelBytes(format, inputs), nameof(panel));
        switch (format)
        {
            case WeightFormat.F32: F32Panel.Unpack(panel, rows); break;
            case WeightFormat.Bf16: Bf16Panel.Unpack(panel, rows); break;
            case WeightFormat.Q8: QuantizedPanel<Q8Block>.Unpack(panel, rows); break;
            case WeightFormat.Q4: QuantizedPanel<Q4Block>.Unpack(panel, rows); break;
            default: throw UnknownFormat(format);
        }
    }

    internal static ArgumentOutOfRangeException UnknownFormat(WeightFormat format) =>
        new(nameof(format), format, "Unknown weight format.");

    private static void Require(bool holds, string parameter)
    {
        if (!holds)
            throw new ArgumentException("The length does not fit the format, rows and inputs.", parameter);
    }
}
