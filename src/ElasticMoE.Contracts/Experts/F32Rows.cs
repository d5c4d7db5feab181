using System.Runtime.InteropServices;

namespace ElasticMoE.Contracts.Experts;

/// <summary>Rows as they are.</summary>
public sealed class F32Rows : IRowCodec
{
    /// <inheritdoc/>
    public WireFormat Format => WireFormat.F32;

    /// <inheritdoc/>
    public bool IsExact => true;

    /// <inheritdoc/>
    public int BytesOf(int width) => width * sizeof(float);

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<float> row, Span<byte> bytes) => MemoryMarshal.AsBytes(row).CopyTo(bytes);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> bytes, Span<float> row) => bytes.CopyTo(MemoryMarshal.AsBytes(row));
}
