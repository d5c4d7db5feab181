using System.Runtime.CompilerServices;
using ElasticMoE.Kernels.Quantization;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// Q6_K. For each 256 inputs: f16 d × 16; then for each block of 32: signed scale × 16 of its first half, of its second; for each half the
/// upper two bits, 64 bytes (byte 4 · row + i has input i of group g in bits 2g), and the lower four, as <see cref="StoredNibbles"/>.
/// </summary>
internal readonly unsafe struct Q6KBlock : IStoredBlock
{
    private const int Super = 256, ScalesBytes = 2 * PanelLayout.PanelRows, UpperBytes = 64, HalfBytes = UpperBytes + StoredNibbles.HalfBytes;
    private const int BlockBytes = ScalesBytes + (2 * HalfBytes), FactorBytes = PanelLayout.PanelRows * sizeof(ushort), SuperBytes = FactorBytes + (8 * BlockBytes);

    public static BlockFormat Stored => BlockFormat.Q6K;

    public static bool ScalesHalves => true;

    public static bool HasBlockScales => false;

    public static int Bias => 32;

    public static bool PairsHoldHalf => false;

    public static long PanelBytes(int inputs) => (long)(inputs / Super) * SuperBytes;

    public static void Store(ReadOnlySpan<byte> block, int index, int row, Span<byte> panel)
    {
        Span<byte> super = panel.Slice(index * SuperBytes, SuperBytes);
        block[208..210].CopyTo(super[(row * sizeof(ushort))..]);
        for (int i = 0; i < Super; i++)
        {
            Span<byte> part = super[(FactorBytes + (i / 32 * BlockBytes))..];
            part[(i / 16 % 2 * PanelLayout.PanelRows) + row] = block[192 + (i / 16)];
            Span<byte> half = part[(ScalesBytes + (i / 16 % 2 * HalfBytes))..];
            int bits = BlockDecoder.SixBits(block, i) + 32;
            half[(row * 4) + (i % 4)] |= (byte)(bits >> 4 << (i / 4 % 4 * 2));
            StoredNibbles.Store(half[UpperBytes..], row, i % 16, bits);
        }
    }

    public static int Weight(byte* panel, int row, nint input)
    {
        byte* half = Half(panel, input / 32, (int)(input / 16 % 2));
        int at = (int)(input % 16);
        int upper = (half[(row * 4) + (at % 4)] >> (at / 4 * 2)) & 3;
        return StoredNibbles.Read(half + UpperBytes, row, at) | (upper << 4);
    }

    public static int Scale(byte* panel, int row, nint input) => (sbyte)Block(panel, input / 32)[(input / 16 % 2 * PanelLayout.PanelRows) + row];

    public static float FloatScale(byte* panel, int row, nint block) => (float)BitConverter.UInt16BitsToHalf(((ushort*)(panel + (block / 8 * SuperBytes)))[row]);

    public static (int Minimum, float Scale) Minimum(byte* panel, int row, nint block) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load<TLanes>(byte* panel, nint block, int half, out FourGroups<TLanes> groups)
        where TLanes : struct, IByteLanes<TLanes>
    {
        byte* start = Half(panel, block, half);
        TLanes upper = TLanes.Load(start);
        StoredNibbles.Load(start + UpperBytes, out groups);
        groups.A = TLanes.Or(groups.A, TLanes.UpperBits(upper, 0));
        groups.B = TLanes.Or(groups.B, TLanes.UpperBits(upper, 1));
        groups.C = TLanes.Or(groups.C, TLanes.UpperBits(upper, 2));
        groups.D = TLanes.Or(groups.D, TLanes.UpperBits(upper, 3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Scales<TLanes>(byte* panel, nint block, int half)
        where TLanes : struct, IByteLanes<TLanes> => TLanes.Signed((sbyte*)Block(panel, block) + (half * PanelLayout.PanelRows));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes FloatScales<TLanes>(byte* panel, nint block)
        where TLanes : struct, IByteLanes<TLanes> => TLanes.Halves((ushort*)(panel + (block / 8 * SuperBytes)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SubtractMinima<TLanes>(byte* panel, nint block, TLanes sums, (int Sum, float Scale) x)
        where TLanes : struct, IByteLanes<TLanes> => sums;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Block(byte* panel, nint block) => panel + (block / 8 * SuperBytes) + FactorBytes + (block % 8 * BlockBytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Half(byte* panel, nint block, int half) => Block(panel, block) + ScalesBytes + (half * HalfBytes);
}
