using System.Runtime.InteropServices;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Numbers;
using ElasticMoE.Kernels.Quantization;
using ElasticMoE.Model.Gguf;

namespace ElasticMoE.Model.Sources;

/// <summary>One matrix of a GGUF tensor: plain floats, or rows of quantized blocks.</summary>
internal sealed class GgufPlane : TensorPlane
{
    private readonly GgufFile _file;
    private readonly GgufTensor _tensor;
    private readonly long _start;
    private readonly int _rowBytes;

    /// <param name="file">The file.</param>
    /// <param name="tensor">A tensor of it.</param>
    /// <param name="shape">Which of its matrices.</param>
    public GgufPlane(GgufFile file, GgufTensor tensor, PlaneShape shape)
        : base(tensor.Name, shape.Rows, shape.Columns)
    {
        (_file, _tensor) = (file, tensor);
        _rowBytes = checked((int)GgufTypes.BytesOf(tensor.Type, shape.Columns));
        _start = (long)shape.Index * shape.Rows * _rowBytes;
    }

    public override WeightFormat ExactFormat => _tensor.Type switch
    {
        GgufType.BF16 => WeightFormat.Bf16,
        GgufType.Q8 => WeightFormat.Q8,
        GgufType.Q4 => WeightFormat.Q4,
        GgufType.Q6K => WeightFormat.Q6K,
        GgufType.Q4K => WeightFormat.Q4K,
        GgufType.Mxfp4 => WeightFormat.Mxfp4,
        _ => WeightFormat.F32,
    };

    public override void ReadRow(int row, Span<float> destination)
    {
        ReadOnlySpan<byte> bytes = Row(row);
        destination = destination[..Columns];
        if (GgufTypes.BlocksOf(_tensor.Type) is { } blocks)
            BlockDecoder.Decode(blocks, bytes, destination);
        else if (_tensor.Type == GgufType.F32)
            MemoryMarshal.Cast<byte, float>(bytes).CopyTo(destination);
        else if (_tensor.Type == GgufType.BF16)
            BFloat16.Widen(MemoryMarshal.Cast<byte, ushort>(bytes), destination);
        else
            Float16.Widen(MemoryMarshal.Cast<byte, ushort>(bytes), destination);
    }

    public override void ReadPart(int row, int firstColumn, Span<float> destination) =>
        throw new NotSupportedException("GGUF matrices are read by the row");

    public override ReadOnlySpan<byte> StoredRow(int row) => Row(row);

    private ReadOnlySpan<byte> Row(int row) => _file.Bytes(_tensor, _start + ((long)row * _rowBytes), _rowBytes);
}
