namespace ElasticMoE.Model.Sources;

/// <summary>One vector of a checkpoint.</summary>
public sealed class VectorSource
{
    private readonly TensorPlane _plane;
    private readonly int _row;
    private readonly PlaneLayout _layout;

    internal VectorSource(TensorPlane plane, int row, int length, PlaneLayout layout)
    {
        _plane = plane;
        _row = row;
        _layout = layout;
        Length = length;
    }

    /// <summary>The name of the tensor that holds it, alone or with others.</summary>
    public string Name => _plane.Name;

    /// <summary>Its elements.</summary>
    public int Length { get; }

    /// <summary>Decodes it.</summary>
    public float[] Read()
    {
        float[] row = new float[_plane.Columns];
        _plane.ReadRow(_row, row);
        if (_layout == PlaneLayout.Whole && Length == row.Length)
            return row;
        float[] values = new float[Length];
        for (int i = 0; i < Length; i++)
            values[i] = row[_layout.Start + i * _layout.Step];
        return values;
    }
}
