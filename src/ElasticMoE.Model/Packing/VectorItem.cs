using System.Runtime.InteropServices;
using ElasticMoE.Kernels;

namespace ElasticMoE.Model.Packing;

/// <summary>A vector of f32: a norm's weight, a bias, sinks.</summary>
internal sealed class VectorItem(string name, float[] values) : PackItem(name, PackedEntryKind.Vector, WeightFormat.F32, (1, values.Length, 1))
{
    public override int Units => 1;

    public override int UnitBytes => values.Length * sizeof(float);

    public override int Write(int unit, Span<byte> destination)
    {
        MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(destination);
        return UnitBytes;
    }
}
