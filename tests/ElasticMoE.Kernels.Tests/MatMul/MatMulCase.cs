using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Quantization;
using ElasticMoE.Testing;
using Product = ElasticMoE.Kernels.MatMul.MatMul;

namespace ElasticMoE.Kernels.Tests.MatMul;

/// <summary>One product with seeded weights and activations. Every run copies all buffers into guarded memory.</summary>
internal sealed class MatMulCase
{
    private const float Untouched = 12345f;
    private readonly byte[] _panels;
    private readonly float[] _values;
    private readonly sbyte[] _quantized;
    private readonly float[] _scales;
    private readonly int[] _sums;

    public MatMulCase(WeightFormat format, MatMulShape shape, int seed, FloatKinds kinds = FloatKinds.Ordinary)
    {
        Format = format;
        Shape = shape;
        var floats = new SeededFloats(seed);
        _panels = Pack(format, shape, floats.Take(shape.Outputs * shape.Inputs, kinds));
        _values = floats.Take(shape.Rows * shape.Inputs, kinds);
        int blocks = IsQuantized ? _values.Length / PanelLayout.BlockInputs : 0;
        _quantized = new sbyte[IsQuantized ? _values.Length : 0];
        _scales = new float[blocks];
        _sums = new int[blocks];
        if (IsQuantized)
            ActivationQuantizer.Quantize(KernelForm.Scalar, _values, _quantized, _scales, _sums);
    }

    public WeightFormat Format { get; }

    public MatMulShape Shape { get; }

    public ReadOnlySpan<float> Values => _values;

    public ReadOnlySpan<float> Scales => _scales;

    public ReadOnlySpan<sbyte> Quantized => _quantized;

    public ReadOnlySpan<byte> Panels => _panels;

    private bool IsQuantized => Format is WeightFormat.Q8 or WeightFormat.Q4;

    public static byte[] Pack(WeightFormat format, MatMulShape shape, ReadOnlySpan<float> weights)
    {
        byte[] panels = new byte[PanelLayout.MatrixBytes(format, shape.Outputs, shape.Inputs)];
        int panelBytes = (int)PanelLayout.PanelBytes(format, shape.Inputs);
        for (int panel = 0; panel < PanelLayout.PanelCount(shape.Outputs); panel++)
        {
            int first = panel * PanelLayout.PanelRows;
            int rows = Math.Min(PanelLayout.PanelRows, shape.Outputs - first);
            ReadOnlySpan<float> source = weights.Slice(first * shape.Inputs, rows * shape.Inputs);
            PanelLayout.PackPanel(format, source, rows, shape.Inputs, panels.AsSpan(panel * panelBytes, panelBytes));
        }

        return panels;
    }

    /// <summary>All outputs, [rows, outputs]; the gaps between rows of y must stay untouched.</summary>
    public float[] Run(MatMulVariant variant, GuardSide side = GuardSide.End, int gap = 0)
    {
        int stride = Shape.Outputs + gap;
        using GuardedMemory<byte> panels = GuardedMemory<byte>.CopyOf(_panels, side);
        using GuardedMemory<float> values = GuardedMemory<float>.CopyOf(_values, side);
        using GuardedMemory<sbyte> quantized = GuardedMemory<sbyte>.CopyOf(_quantized, side);
        using GuardedMemory<float> scales = GuardedMemory<float>.CopyOf(_scales, side);
        using GuardedMemory<int> sums = GuardedMemory<int>.CopyOf(_sums, side);
        using GuardedMemory<float> y = new(((Shape.Rows - 1) * stride) + Shape.Outputs, side);
        y.Span.Fill(Untouched);
        var rows = new MatMulRows
        {
            Values = IsQuantized ? default : values.Span,
            Quantized = quantized.Span,
            Scales = scales.Span,
            Sums = sums.Span,
            Count = Shape.Rows,
            Inputs = Shape.Inputs,
        };
        Product.Multiply(variant, Format, panels.Span, rows, new MatMulResult(y.Span, Shape.Outputs, stride));
        return WithoutGaps(y.Span, stride);
    }

    /// <summary>The outputs of the same matrix for one of the rows, computed alone.</summary>
    public float[] RunRow(MatMulVariant variant, int row)
    {
        float[] y = new float[Shape.Outputs];
        Product.Multiply(variant, Format, _panels, RowsFrom(row, 1), new MatMulResult(y, Shape.Outputs, Shape.Outputs));
        return y;
    }

    /// <summary>All outputs, computed in calls of a few panels each, as a caller does that splits the work.</summary>
    public float[] RunSplit(MatMulVariant variant, int panelsPerCall)
    {
        float[] y = new float[Shape.Rows * Shape.Outputs];
        int panelBytes = (int)PanelLayout.PanelBytes(Format, Shape.Inputs);
        int outputsPerCall = panelsPerCall * PanelLayout.PanelRows;
        for (int first = 0; first < Shape.Outputs; first += outputsPerCall)
        {
            int outputs = Math.Min(outputsPerCall, Shape.Outputs - first);
            ReadOnlySpan<byte> panels = _panels.AsSpan(
                first / PanelLayout.PanelRows * panelBytes, PanelLayout.PanelCount(outputs) * panelBytes);
            Product.Multiply(
                variant, Format, panels, RowsFrom(0, Shape.Rows), new MatMulResult(y.AsSpan(first), outputs, Shape.Outputs));
        }

        return y;
    }

    private MatMulRows RowsFrom(int row, int count)
    {
        int blocks = IsQuantized ? Shape.Inputs / PanelLayout.BlockInputs : 0;
        return new MatMulRows
        {
            Values = _values.AsSpan(row * Shape.Inputs, count * Shape.Inputs),
            Quantized = IsQuantized ? _quantized.AsSpan(row * Shape.Inputs, count * Shape.Inputs) : default,
            Scales = _scales.AsSpan(row * blocks, count * blocks),
            Sums = _sums.AsSpan(row * blocks, count * blocks),
            Count = count,
            Inputs = Shape.Inputs,
        };
    }

    private float[] WithoutGaps(ReadOnlySpan<float> y, int stride)
    {
        float[] dense = new float[Shape.Rows * Shape.Outputs];
        for (int row = 0; row < Shape.Rows; row++)
        {
            y.Slice(row * stride, Shape.Outputs).CopyTo(dense.AsSpan(row * Shape.Outputs));
            if (row < Shape.Rows - 1)
                Assert.True(y[((row * stride) + Shape.Outputs)..((row + 1) * stride)].IndexOfAnyExcept(Untouched) < 0, "A gap was written.");
        }

        return dense;
    }
}
