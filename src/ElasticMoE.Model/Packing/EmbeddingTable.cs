using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Numbers;

namespace ElasticMoE.Model.Packing;

/// <summary>The embedding [vocabulary, hidden], row by row, in f32 or bf16.</summary>
internal sealed unsafe class EmbeddingTable(WeightFormat format, int rows, int width, byte* data)
{
    public int Rows => rows;

    /// <summary>Copies one id's row.</summary>
    /// <param name="id">The token id, below <see cref="Rows"/>.</param>
    /// <param name="row">Length hidden.</param>
    public void Read(int id, Span<float> row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)id, (uint)rows);
        long first = (long)id * width;
        if (format == WeightFormat.Bf16)
            BFloat16.Widen(new ReadOnlySpan<ushort>((ushort*)data + first, width), row);
        else
            new ReadOnlySpan<float>((float*)data + first, width).CopyTo(row);
    }
}
