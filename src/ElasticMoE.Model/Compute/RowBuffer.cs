using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Quantization;

namespace ElasticMoE.Model.Compute;

/// <summary>
/// Activations [rows, width] of a step, with their quantized form where a matrix that reads them takes it. Grows to the largest step
/// seen and is reused.
/// </summary>
internal sealed class RowBuffer(int width)
{
    private const int Block = ActivationQuantizer.BlockLength;
    private float[] _values = [];
    private sbyte[] _quantized = [];
    private float[] _scales = [];
    private int[] _sums = [];

    public int Width => width;

    /// <summary>All values, row after row.</summary>
    public float[] Values => _values;

    public Span<float> Row(int row) => _values.AsSpan(row * width, width);

    /// <summary>Everything from a row on.</summary>
    public Span<float> From(int row) => _values.AsSpan(row * width);

    public void Reserve(int rows)
    {
        if (_values.Length < rows * width)
            _values = GC.AllocateUninitializedArray<float>(rows * width);
    }

    /// <summary>Takes another's values [rows, width] as its own, without a copy.</summary>
    public void Borrow(float[] values) => _values = values;

    /// <summary>Makes room for the quantized form, for <see cref="Quantize"/> to fill.</summary>
    public void ReserveQuantized(int rows)
    {
        if (_quantized.Length >= rows * width)
            return;
        _quantized = GC.AllocateUninitializedArray<sbyte>(rows * width);
        _scales = GC.AllocateUninitializedArray<float>(rows * width / Block);
        _sums = GC.AllocateUninitializedArray<int>(rows * width / Block);
    }

    /// <summary>Quantizes some rows; the width is a multiple of 32.</summary>
    public void Quantize(int firstRow, int rows) => QuantizeAt(_values.AsSpan(firstRow * width, rows * width), firstRow * width);

    /// <summary>Copies a row of a buffer of the same width: the quantized form, or the values.</summary>
    public void CopyRow(RowBuffer source, int sourceRow, int row, bool quantized)
    {
        (int from, int to, int scales) = (sourceRow * width, row * width, width / Block);
        if (!quantized)
        {
            source._values.AsSpan(from, width).CopyTo(_values.AsSpan(to));
            return;
        }
        source._quantized.AsSpan(from, width).CopyTo(_quantized.AsSpan(to));
        source._scales.AsSpan(from / Block, scales).CopyTo(_scales.AsSpan(to / Block));
        source._sums.AsSpan(from / Block, scales).CopyTo(_sums.AsSpan(to / Block));
    }

    /// <summary>Takes a row of a buffer of the same width in its quantized form.</summary>
    public void QuantizeRow(RowBuffer source, int sourceRow, int row) => QuantizeAt(source.Row(sourceRow), row * width);

    /// <summary>Quantizes some columns of one row; whole blocks of 32.</summary>
    public void QuantizeColumns(int row, int first, int count) => QuantizeAt(Row(row).Slice(first, count), row * width + first);

    /// <summary>Rows as a matrix product takes them.</summary>
    public MatMulRows Rows(int first, int count, bool quantized)
    {
        int start = first * width;
        int length = count * width;
        return quantized
            ? new MatMulRows
            {
                Quantized = _quantized.AsSpan(start, length),
                Scales = _scales.AsSpan(start / Block, length / Block),
                Sums = _sums.AsSpan(start / Block, length / Block),
                Count = count,
                Inputs = width,
            }
            : new MatMulRows { Values = _values.AsSpan(start, length), Count = count, Inputs = width };
    }

    private void QuantizeAt(ReadOnlySpan<float> values, int at) =>
        ActivationQuantizer.Quantize(
            values,
            _quantized.AsSpan(at, values.Length),
            _scales.AsSpan(at / Block, values.Length / Block),
            _sums.AsSpan(at / Block, values.Length / Block));
}
