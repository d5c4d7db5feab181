using System.Buffers;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Quantization;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Packing;

/// <summary>
/// A matrix in panels of 16 outputs, or several of one shape that lie one below the other in their source. Blocks that the source stores in
/// the wanted format are taken as they are; everything else passes through floats.
/// </summary>
internal sealed class PanelItem(string name, WeightFormat format, MatrixSource source, int count = 1)
    : PackItem(name, PackedEntryKind.Panels, format, (count, source.Outputs / count, source.Inputs))
{
    private readonly BlockFormat? _stored = format == source.ExactFormat ? StoredPanel.BlocksOf(format) : null;

    public override int Units => Count * PanelLayout.PanelCount(Outputs);

    public override int UnitBytes => (int)PanelLayout.PanelBytes(Format, Inputs);

    public override int Write(int unit, Span<byte> destination)
    {
        (int matrix, int panel) = Math.DivRem(unit, PanelLayout.PanelCount(Outputs));
        int first = panel * PanelLayout.PanelRows;
        int rows = Math.Min(PanelLayout.PanelRows, Outputs - first);
        if (_stored is { } blocks)
            PackStored(blocks, (matrix * Outputs) + first, rows, destination[..UnitBytes]);
        else
            PackFloats((matrix * Outputs) + first, rows, destination[..UnitBytes]);
        return UnitBytes;
    }

    private void PackFloats(int first, int rows, Span<byte> panel)
    {
        float[] buffer = ArrayPool<float>.Shared.Rent(rows * Inputs);
        Span<float> values = buffer.AsSpan(0, rows * Inputs);
        source.ReadRows(first, rows, values);
        PanelLayout.PackPanel(Format, values, rows, Inputs, panel);
        ArrayPool<float>.Shared.Return(buffer);
    }

    private void PackStored(BlockFormat blocks, int first, int rows, Span<byte> panel)
    {
        int bytes = checked((int)BlockFormats.BytesOf(blocks, (long)rows * Inputs));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(bytes);
        source.ReadStoredRows(first, rows, buffer.AsSpan(0, bytes));
        StoredPanel.Pack(Format, buffer.AsSpan(0, bytes), rows, Inputs, panel);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
