using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Quantization;

namespace ElasticMoE.Model.Wire;

/// <summary>Rows as fp8 e4m3 in blocks of 32.</summary>
internal sealed class Fp8Rows : IRowCodec
{
    public WireFormat Format => WireFormat.Fp8;

    public bool IsExact => false;

    public int BytesOf(int width) => Fp8Row.Bytes(width);

    public void Encode(ReadOnlySpan<float> row, Span<byte> bytes) => Fp8Row.Encode(row, bytes);

    public void Decode(ReadOnlySpan<byte> bytes, Span<float> row) => Fp8Row.Decode(bytes, row);
}
