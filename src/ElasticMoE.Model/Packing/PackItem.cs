using ElasticMoE.Kernels;

namespace ElasticMoE.Model.Packing;

/// <summary>
/// Something to be packed. It is written in units (a panel, or 16 rows), so that a matrix of any size passes through a small buffer.
/// </summary>
internal abstract class PackItem(string name, PackedEntryKind kind, WeightFormat format, (int Count, int Outputs, int Inputs) shape)
{
    public string Name => name;

    /// <summary>The entry this becomes, once its place is known.</summary>
    public PackedEntry At(long offset) => new(name, kind, format, shape.Count, shape.Outputs, shape.Inputs, offset);

    protected WeightFormat Format => format;

    protected int Outputs => shape.Outputs;

    protected int Inputs => shape.Inputs;

    protected int Count => shape.Count;

    /// <summary>Units of the whole item.</summary>
    public abstract int Units { get; }

    /// <summary>Bytes of one unit; the last one may be shorter.</summary>
    public abstract int UnitBytes { get; }

    /// <summary>Writes one unit and returns its bytes.</summary>
    /// <param name="unit">Which, from 0.</param>
    /// <param name="destination">At least <see cref="UnitBytes"/> bytes.</param>
    public abstract int Write(int unit, Span<byte> destination);
}
