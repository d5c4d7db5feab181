using System.Buffers;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Packing;

/// <summary>A matrix in panels of 16 outputs, as its source has it.</summary>
internal sealed class PanelItem(string name, WeightFormat format, MatrixSource source)
    : PackItem(name, PackedEntryKind.Panels, format, (1, source.Outputs, source.Inputs))
{
    public override int Units => PanelLayout.PanelCount(Outputs);

    public override int UnitBytes => (int)PanelLayout.PanelBytes(Format, Inputs);

    public override int Write(int unit, Span<byte> destination)
    {
        int first = unit * PanelLayout.PanelRows;
        int rows = Math.Min(PanelLayout.PanelRows, Outputs - first);
        float[] buffer = ArrayPool<float>.Shared.Rent(rows * Inputs);
        Span<float> values = buffer.AsSpan(0, rows * Inputs);
        source.ReadRows(first, rows, values);
        PanelLayout.PackPanel(Format, values, rows, Inputs, destination[..UnitBytes]);
        ArrayPool<float>.Shared.Return(buffer);
        return UnitBytes;
    }
}
