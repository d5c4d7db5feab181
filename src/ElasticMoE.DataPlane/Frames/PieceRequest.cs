using System.Buffers.Binary;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>A Fetch's payload: which bytes of whose weights.</summary>
/// <param name="Digest">Of an expert's weights.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">How many; 1 to <see cref="Limits.PieceBytesMax"/>.</param>
public readonly record struct PieceRequest(ContentDigest Digest, long Offset, int Length)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = LengthOffset + sizeof(int);

    private const int OffsetOffset = ContentDigest.Size;
    private const int LengthOffset = OffsetOffset + sizeof(long);

    /// <summary>Writes it.</summary>
    /// <param name="payload">At least <see cref="Size"/> bytes.</param>
    public void Format(Span<byte> payload)
    {
        Digest.Write(payload);
        BinaryPrimitives.WriteInt64LittleEndian(payload[OffsetOffset..], Offset);
        BinaryPrimitives.WriteInt32LittleEndian(payload[LengthOffset..], Length);
    }

    /// <exception cref="FrameFault">Another length, or numbers out of range.</exception>
    public static PieceRequest Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != Size)
            throw new FrameFault($"a fetch of {payload.Length} bytes, where {Size} are spoken");
        long offset = BinaryPrimitives.ReadInt64LittleEndian(payload[OffsetOffset..]);
        int length = BinaryPrimitives.ReadInt32LittleEndian(payload[LengthOffset..]);
        if (offset < 0 || length <= 0 || length > Limits.PieceBytesMax || offset > Limits.ExpertBytesMax - length)
            throw new FrameFault($"a fetch of {length} bytes at {offset}");
        return new(ContentDigest.Read(payload), offset, length);
    }
}
