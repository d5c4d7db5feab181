using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>
/// CRC-32C (polynomial 0x1EDC6F41, reflected, initial value and final xor of all ones; RFC 3720 appendix B.4). Long inputs are folded
/// where the machine can, else they run in three streams side by side, since one instruction takes as long as three in a pipeline.
/// </summary>
public static class Crc32C
{
    private const int StreamBytes = 1024;

    private static readonly uint[] s_shiftOne = ShiftTable(StreamBytes);
    private static readonly uint[] s_shiftTwo = ShiftTable(2 * StreamBytes);

    /// <summary>The checksum of <paramref name="bytes"/>.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of what <paramref name="checksum"/> is of, followed by <paramref name="bytes"/>. 0 is that of nothing.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint crc = ~checksum;
        if (Crc32CFold.IsSupported && bytes.Length >= Crc32CFold.TurnBytes)
        {
            crc = Crc32CFold.Fold(crc, bytes);
            bytes = bytes[(bytes.Length / Crc32CFold.TurnBytes * Crc32CFold.TurnBytes)..];
        }
        return ~Unfolded(crc, bytes);
    }

    /// <summary>The register after some bytes, without folding.</summary>
    internal static uint Unfolded(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 3 * StreamBytes)
        {
            crc = ThreeStreams(crc, ref MemoryMarshal.GetReference(bytes));
            bytes = bytes[(3 * StreamBytes)..];
        }
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, MemoryMarshal.Read<ulong>(bytes));
        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return crc;
    }

    private static uint ThreeStreams(uint crc, ref byte start)
    {
        uint second = 0;
        uint third = 0;
        for (nint at = 0; at < StreamBytes; at += sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at)));
            second = BitOperations.Crc32C(second, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at + StreamBytes)));
            third = BitOperations.Crc32C(third, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at + (2 * StreamBytes))));
        }
        return Shift(s_shiftTwo, crc) ^ Shift(s_shiftOne, second) ^ third;
    }

    /// <summary>The register after zero bytes: the register is linear over xor, so a table for each of its bytes suffices.</summary>
    private static uint Shift(uint[] table, uint crc) =>
        table[crc & 0xFF] ^ table[256 + ((crc >> 8) & 0xFF)] ^ table[512 + ((crc >> 16) & 0xFF)] ^ table[768 + (crc >> 24)];

    private static uint[] ShiftTable(int zeroBytes)
    {
        uint[] table = new uint[4 * 256];
        for (int index = 0; index < table.Length; index++)
        {
            uint crc = (uint)(index % 256) << (8 * (index / 256));
            for (int i = 0; i < zeroBytes; i++)
                crc = BitOperations.Crc32C(crc, (byte)0);
            table[index] = crc;
        }
        return table;
    }
}
