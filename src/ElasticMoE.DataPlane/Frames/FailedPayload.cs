using System.Buffers.Binary;
using System.Text;
using ElasticMoE.Contracts;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>Why a node can't compute a frame: u16 row or FFFF, u16 expert or FFFF, one line of UTF-8.</summary>
/// <param name="Row">The frame's row whose fault it is; −1 where it isn't one row's.</param>
/// <param name="Expert">The expert; −1 where it isn't one expert's.</param>
/// <param name="Cause">One line.</param>
public readonly record struct FailedPayload(int Row, int Expert, string Cause)
{
    private const int CauseOffset = 4;
    private const ushort None = ushort.MaxValue;

    // A UTF-16 unit takes at most three bytes of UTF-8.
    private const int SizeMax = CauseOffset + 3 * Limits.MessageCharactersMax;

    /// <summary>Bytes on the wire.</summary>
    public int Size => CauseOffset + Encoding.UTF8.GetByteCount(Cause);

    /// <summary>Writes it.</summary>
    /// <param name="payload"><see cref="Size"/> bytes.</param>
    public void Format(Span<byte> payload)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(payload, Row < 0 ? None : checked((ushort)Row));
        BinaryPrimitives.WriteUInt16LittleEndian(payload[2..], Expert < 0 ? None : checked((ushort)Expert));
        Encoding.UTF8.GetBytes(Cause, payload[CauseOffset..]);
    }

    /// <summary>Reads it; what the peer wrote becomes one line of bounded length.</summary>
    /// <exception cref="FrameFault">Too short or too long.</exception>
    public static FailedPayload Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length is < CauseOffset or > SizeMax)
            throw new FrameFault($"a failure of {payload.Length} bytes");
        return new(NumberAt(payload), NumberAt(payload[2..]), Encoding.UTF8.GetString(payload[CauseOffset..]).ReplaceLineEndings(" "));
    }

    private static int NumberAt(ReadOnlySpan<byte> payload) =>
        BinaryPrimitives.ReadUInt16LittleEndian(payload) is var number && number == None ? -1 : number;
}
