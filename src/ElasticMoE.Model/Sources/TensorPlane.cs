using ElasticMoE.Kernels;

namespace ElasticMoE.Model.Sources;

/// <summary>A two-dimensional part of a stored tensor that decodes to f32 row by row. Reading touches only the rows asked for.</summary>
internal abstract class TensorPlane(string name, int rows, int columns)
{
    /// <summary>The stored tensor's name.</summary>
    public string Name => name;

    public int Rows => rows;

    public int Columns => columns;

    /// <summary>The narrowest format in memory that holds the values exactly.</summary>
    public abstract WeightFormat ExactFormat { get; }

    /// <summary>Decodes one row; the destination has <see cref="Columns"/> elements.</summary>
    public abstract void ReadRow(int row, Span<float> destination);

    /// <summary>Decodes neighbours of one row, from a first column on.</summary>
    public abstract void ReadPart(int row, int firstColumn, Span<float> destination);

    /// <summary>A row's bytes as they are stored: of the blocks whose numbers <see cref="ExactFormat"/> holds.</summary>
    public virtual ReadOnlySpan<byte> StoredRow(int row) => throw new NotSupportedException("this plane holds no quantized blocks");
}
