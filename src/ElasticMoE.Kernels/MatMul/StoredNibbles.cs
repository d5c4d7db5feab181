using System.Runtime.CompilerServices;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// How four bits of each weight lie: 128 bytes a half of 16 inputs, of which byte 4 · row + i of the first 64 has input i of group 0 in the low and of
/// group 1 in the high nibble; those of groups 2 and 3 follow.
/// </summary>
internal static unsafe class StoredNibbles
{
    /// <summary>Bytes of a half.</summary>
    public const int HalfBytes = 128;

    /// <summary>Stores the low four bits of an input (0 to 15) of a half.</summary>
    public static void Store(Span<byte> half, int row, int input, int bits) =>
        half[Offset(row, input)] |= (byte)((bits & 15) << (input / 4 % 2 * 4));

    /// <summary>The four bits of an input of a half.</summary>
    public static int Read(byte* half, int row, int input) => (half[Offset(row, input)] >> (input / 4 % 2 * 4)) & 15;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load<TLanes>(byte* half, out FourGroups<TLanes> groups)
        where TLanes : struct, IByteLanes<TLanes>
    {
        TLanes first = TLanes.Load(half), second = TLanes.Load(half + 64);
        groups = new() { A = TLanes.LowNibbles(first), B = TLanes.HighNibbles(first), C = TLanes.LowNibbles(second), D = TLanes.HighNibbles(second) };
    }

    private static int Offset(int row, int input) => (input / 8 * 64) + (row * 4) + (input % 4);
}
