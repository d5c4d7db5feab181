using ElasticMoE.Kernels;
using ElasticMoE.Kernels.MatMul;

namespace ElasticMoE.Model.Packing;

/// <summary>
/// A matrix [outputs, inputs] in panels of 16 outputs, in mapped memory that lives as long as the <see cref="PackedFile"/> it is of.
/// </summary>
internal sealed unsafe class PackedMatrix
{
    private readonly byte* _panels;
    private readonly long _panelBytes;

    public PackedMatrix(WeightFormat format, int outputs, int inputs, byte* panels)
    {
        (Format, Outputs, Inputs) = (format, outputs, inputs);
        _panels = panels;
        _panelBytes = PanelLayout.PanelBytes(format, inputs);
    }

    public WeightFormat Format { get; }

    public int Outputs { get; }

    public int Inputs { get; }

    public int PanelCount => PanelLayout.PanelCount(Outputs);

    public long Bytes => PanelCount * _panelBytes;

    /// <summary>Whether its arithmetic takes quantized activations.</summary>
    public bool TakesQuantizedRows => Format is not (WeightFormat.F32 or WeightFormat.Bf16);

    /// <summary>y = rows · Wᵀ for some panels.</summary>
    /// <param name="range">The panels.</param>
    /// <param name="rows">Activations [rows, inputs].</param>
    /// <param name="y">Where output 0 of row 0 would lie; overwritten from the range's first output on.</param>
    /// <param name="stride">From a row of <paramref name="y"/> to the next.</param>
    public void Multiply(PanelRange range, in MatMulRows rows, Span<float> y, int stride)
    {
        int firstOutput = range.First * PanelLayout.PanelRows;
        int outputs = Math.Min(Outputs - firstOutput, range.Count * PanelLayout.PanelRows);
        var panels = new ReadOnlySpan<byte>(_panels + range.First * _panelBytes, checked((int)(range.Count * _panelBytes)));
        MatMul.Multiply(Format, panels, outputs, rows, y[firstOutput..], stride);
    }
}
