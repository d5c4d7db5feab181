using System.Buffers.Binary;
using ElasticMoE.Contracts;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>The payload of <see cref="FrameKind.Memory"/>: which memory the sender will put payloads into. 48 bytes.</summary>
/// <param name="Process">Whose memory it is.</param>
/// <param name="File">The number of the open file there that stands for it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Proof">Its first 32 bytes, which are random.</param>
internal sealed record MemoryOffer(int Process, int File, int Bytes, byte[] Proof)
{
    public const int ProofBytes = 32, WireBytes = 16 + ProofBytes;

    public void Write(Span<byte> payload)
    {
        BinaryPrimitives.WriteInt32LittleEndian(payload, Process);
        BinaryPrimitives.WriteInt32LittleEndian(payload[4..], File);
        BinaryPrimitives.WriteInt64LittleEndian(payload[8..], Bytes);
        Proof.CopyTo(payload[16..]);
    }

    /// <exception cref="FrameFault">It is no offer, or of more than <see cref="Limits.LinkMemoryBytes"/>.</exception>
    public static MemoryOffer Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != WireBytes)
            throw new FrameFault($"an offer of memory of {payload.Length} bytes");
        (int process, int file, long bytes) = (BinaryPrimitives.ReadInt32LittleEndian(payload), BinaryPrimitives.ReadInt32LittleEndian(payload[4..]), BinaryPrimitives.ReadInt64LittleEndian(payload[8..]));
        if (process <= 0 || file < 0 || bytes is <= ProofBytes or > Limits.LinkMemoryBytes)
            throw new FrameFault($"an offer of {bytes} bytes of memory, which is file {file} of process {process}");
        return new(process, file, (int)bytes, payload[16..].ToArray());
    }
}
