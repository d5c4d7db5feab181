using System.Runtime.InteropServices;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Numbers;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Packing;

/// <summary>A matrix row by row: the embedding, of which a step reads single rows.</summary>
internal sealed class RowItem(string name, MatrixSource source)
    : PackItem(name, PackedEntryKind.Rows, source.FloatFormat, (1, source.Outputs, source.Inputs))
{
    private const int RowsPerUnit = 16;
    private float[]? _buffer;

    public override int Units => (Outputs + RowsPerUnit - 1) / RowsPerUnit;

    public override int UnitBytes => RowsPerUnit * Inputs * (Format == WeightFormat.Bf16 ? sizeof(ushort) : sizeof(float));

    public override int Write(int unit, Span<byte> destination)
    {
        int first = unit * RowsPerUnit;
        int values = Math.Min(RowsPerUnit, Outputs - first) * Inputs;
        float[] rows = _buffer ??= new float[RowsPerUnit * Inputs];
        source.ReadRows(first, values / Inputs, rows.AsSpan(0, values));
        if (Format != WeightFormat.Bf16)
        {
            MemoryMarshal.AsBytes(rows.AsSpan(0, values)).CopyTo(destination);
            return values * sizeof(float);
        }
        Span<ushort> narrow = MemoryMarshal.Cast<byte, ushort>(destination);
        for (int i = 0; i < values; i++)
            narrow[i] = BFloat16.FromSingle(rows[i]);
        return values * sizeof(ushort);
    }
}
