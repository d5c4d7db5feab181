using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Numbers;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Sources;

/// <summary>MXFP4: rows of blocks of 32 values, the blocks in one tensor and their scales in another.</summary>
/// <param name="blocks">U8 [planes, rows, columns / 32, 16].</param>
/// <param name="scales">U8 [planes, rows, columns / 32].</param>
/// <param name="index">Which plane.</param>
/// <param name="shape">Rows and columns of a plane.</param>
internal sealed class Mxfp4Plane(StoredTensor blocks, StoredTensor scales, int index, (int Rows, int Columns) shape)
    : TensorPlane(blocks.Entry.Name, shape.Rows, shape.Columns)
{
    private readonly int _blocksPerRow = shape.Columns / Mxfp4.BlockValues;

    // Four bits times a power of two fit the eight bits and the exponent of bfloat16.
    public override WeightFormat ExactFormat => WeightFormat.Bf16;

    public override void ReadRow(int row, Span<float> destination)
    {
        long first = ((long)index * Rows + row) * _blocksPerRow;
        Mxfp4.Dequantize(
            blocks.Bytes(first * Mxfp4.BlockBytes, _blocksPerRow * Mxfp4.BlockBytes),
            scales.Bytes(first, _blocksPerRow),
            destination[..Columns]);
    }

    public override void ReadPart(int row, int firstColumn, Span<float> destination) =>
        throw new NotSupportedException("packed blocks are read by the row");
}
