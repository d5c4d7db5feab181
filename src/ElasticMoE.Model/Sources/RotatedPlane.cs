using ElasticMoE.Kernels;

namespace ElasticMoE.Model.Sources;

/// <summary>
/// Rows of queries or keys in the order in which rope's pairs are half a head apart, from a plane where they are neighbours: row i of the
/// first half of a head lies at 2i there, row i of its second half at 2i + 1.
/// </summary>
internal sealed class RotatedPlane(TensorPlane inner, int headRows) : TensorPlane(inner.Name, inner.Rows, inner.Columns)
{
    public override WeightFormat ExactFormat => inner.ExactFormat;

    /// <summary>Where the row of a head lies in a file whose pairs are neighbours.</summary>
    public static int Place(int row, int headRows)
    {
        (int head, int at) = Math.DivRem(row, headRows);
        int half = headRows / 2;
        return (head * headRows) + (at < half ? 2 * at : (2 * (at - half)) + 1);
    }

    /// <summary>The row that lies at a place; the other way round than <see cref="Place"/>.</summary>
    public static int RowAt(int place, int headRows)
    {
        (int head, int at) = Math.DivRem(place, headRows);
        return (head * headRows) + (at / 2) + (at % 2 * (headRows / 2));
    }

    public override void ReadRow(int row, Span<float> destination) => inner.ReadRow(Place(row, headRows), destination);

    public override void ReadPart(int row, int firstColumn, Span<float> destination) => inner.ReadPart(Place(row, headRows), firstColumn, destination);

    public override ReadOnlySpan<byte> StoredRow(int row) => inner.StoredRow(Place(row, headRows));
}
