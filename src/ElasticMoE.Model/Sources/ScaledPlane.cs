using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Elementwise;

namespace ElasticMoE.Model.Sources;

/// <summary>fp8 values of which every block of rows and columns shares a scale: value × scale, rounded to f32.</summary>
/// <param name="values">The unscaled values.</param>
/// <param name="scales">One scale a block, ragged blocks at the edges included.</param>
/// <param name="block">Rows and columns of a block.</param>
internal sealed class ScaledPlane(TensorPlane values, TensorPlane scales, (int Rows, int Columns) block)
    : TensorPlane(values.Name, values.Rows, values.Columns)
{
    public override WeightFormat ExactFormat => WeightFormat.F32;

    public override void ReadRow(int row, Span<float> destination) => ReadPart(row, 0, destination[..Columns]);

    public override void ReadPart(int row, int firstColumn, Span<float> destination)
    {
        values.ReadPart(row, firstColumn, destination);
        for (int done = 0; done < destination.Length;)
        {
            int column = firstColumn + done;
            int count = Math.Min(block.Columns - column % block.Columns, destination.Length - done);
            float scale = 0;
            scales.ReadPart(row / block.Rows, column / block.Columns, new Span<float>(ref scale));
            Elementwise.Scale(destination.Slice(done, count), scale);
            done += count;
        }
    }
}
