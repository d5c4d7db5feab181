using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Quantization;

namespace ElasticMoE.Model.Wire;

/// <summary>Rows as q8 and q4 weights take them.</summary>
internal sealed class QuantizedRows : IRowCodec
{
    public WireFormat Format => WireFormat.Quantized;

    public bool IsExact => true;

    public int BytesOf(int width) => QuantizedRow.Bytes(width);

    public void Encode(ReadOnlySpan<float> row, Span<byte> bytes) => QuantizedRow.Encode(row, bytes);

    public void Decode(ReadOnlySpan<byte> bytes, Span<float> row) => QuantizedRow.Decode(bytes, row);
}
