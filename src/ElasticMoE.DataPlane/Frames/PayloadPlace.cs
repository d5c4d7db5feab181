using System.Buffers.Binary;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>What a frame with the flag <see cref="FrameFlags.Elsewhere"/> has for a payload: where in the sender's offered memory the payload is. 8 bytes.</summary>
/// <param name="Offset">From the memory's start.</param>
/// <param name="Bytes">Of the payload.</param>
internal readonly record struct PayloadPlace(int Offset, int Bytes)
{
    public const int WireBytes = 8;

    public void Write(Span<byte> payload)
    {
        BinaryPrimitives.WriteInt32LittleEndian(payload, Offset);
        BinaryPrimitives.WriteInt32LittleEndian(payload[4..], Bytes);
    }

    public static PayloadPlace Read(ReadOnlySpan<byte> payload) =>
        new(BinaryPrimitives.ReadInt32LittleEndian(payload), BinaryPrimitives.ReadInt32LittleEndian(payload[4..]));
}
