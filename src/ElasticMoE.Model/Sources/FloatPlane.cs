using System.Runtime.InteropServices;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Numbers;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Sources;

/// <summary>Plain floats of any stored width, row-major.</summary>
internal sealed class FloatPlane : TensorPlane
{
    private readonly StoredTensor _tensor;
    private readonly long _start;
    private readonly int _elementBytes;

    /// <param name="tensor">The stored tensor.</param>
    /// <param name="index">Which plane of it, counted from its start.</param>
    /// <param name="rows">Rows of a plane.</param>
    /// <param name="columns">Elements of a row.</param>
    public FloatPlane(StoredTensor tensor, int index, int rows, int columns)
        : base(tensor.Entry.Name, rows, columns)
    {
        _tensor = tensor;
        _elementBytes = TensorTypes.BytesOf(tensor.Entry.Type);
        _start = (long)index * rows * columns * _elementBytes;
    }

    public override WeightFormat ExactFormat => _tensor.Entry.Type == TensorType.BF16 ? WeightFormat.Bf16 : WeightFormat.F32;

    /// <summary>Whether this type can be decoded without scales.</summary>
    public static bool Decodes(TensorType type) => type is TensorType.BF16 or TensorType.F16 or TensorType.F32 or TensorType.F8E4M3;

    public override void ReadRow(int row, Span<float> destination) => ReadPart(row, 0, destination[..Columns]);

    public override void ReadPart(int row, int firstColumn, Span<float> destination)
    {
        long offset = _start + ((long)row * Columns + firstColumn) * _elementBytes;
        ReadOnlySpan<byte> bytes = _tensor.Bytes(offset, destination.Length * _elementBytes);
        switch (_tensor.Entry.Type)
        {
            case TensorType.BF16:
                BFloat16.Widen(MemoryMarshal.Cast<byte, ushort>(bytes), destination);
                break;
            case TensorType.F16:
                Float16.Widen(MemoryMarshal.Cast<byte, ushort>(bytes), destination);
                break;
            case TensorType.F8E4M3:
                Float8E4M3.Widen(bytes, destination);
                break;
            default:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(destination);
                break;
        }
    }
}
