using System.Buffers.Binary;
using ElasticMoE.Contracts;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>What a node grants a router: rows, as one u32.</summary>
public static class CreditPayload
{
    /// <summary>Bytes of it.</summary>
    public const int Bytes = sizeof(int);

    /// <summary>Writes it.</summary>
    public static void Write(Span<byte> payload, int rows) => BinaryPrimitives.WriteInt32LittleEndian(payload, rows);

    /// <summary>Reads it.</summary>
    /// <exception cref="FrameFault">Another length, or more than <see cref="Limits.ServingRowsMax"/>.</exception>
    public static int Read(ReadOnlySpan<byte> payload)
    {
        int rows = payload.Length == Bytes ? BinaryPrimitives.ReadInt32LittleEndian(payload) : -1;
        return (uint)rows <= Limits.ServingRowsMax ? rows : throw new FrameFault($"a credit of {payload.Length} bytes or out of range");
    }
}
