using System.Runtime.InteropServices;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Numbers;

namespace ElasticMoE.Model.Wire;

/// <summary>Rows as bfloat16, to the nearest, ties to even.</summary>
internal sealed class Bf16Rows : IRowCodec
{
    public WireFormat Format => WireFormat.Bf16;

    public bool IsExact => false;

    public int BytesOf(int width) => width * sizeof(ushort);

    public void Encode(ReadOnlySpan<float> row, Span<byte> bytes) => BFloat16.Narrow(row, MemoryMarshal.Cast<byte, ushort>(bytes));

    public void Decode(ReadOnlySpan<byte> bytes, Span<float> row) => BFloat16.Widen(MemoryMarshal.Cast<byte, ushort>(bytes), row);
}
