using System.Runtime.CompilerServices;
using ElasticMoE.Kernels.Quantization;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// Q4_K. For each 256 inputs: f16 d × 16, f16 dmin × 16; then for each block of 32: scale × 16 and minimum × 16 as bytes, and both halves' nibbles, as
/// <see cref="StoredNibbles"/>.
/// </summary>
internal readonly unsafe struct Q4KBlock : IStoredBlock
{
    private const int Super = 256, FactorBytes = PanelLayout.PanelRows * sizeof(ushort), ScalesBytes = 2 * PanelLayout.PanelRows;
    private const int BlockBytes = ScalesBytes + (2 * StoredNibbles.HalfBytes), SuperBytes = (2 * FactorBytes) + (8 * BlockBytes);

    public static BlockFormat Stored => BlockFormat.Q4K;

    public static bool ScalesHalves => false;

    public static bool HasBlockScales => true;

    public static int Bias => 0;

    public static bool PairsHoldHalf => true;

    public static long PanelBytes(int inputs) => (long)(inputs / Super) * SuperBytes;

    public static void Store(ReadOnlySpan<byte> block, int index, int row, Span<byte> panel)
    {
        Span<byte> super = panel.Slice(index * SuperBytes, SuperBytes);
        block[..2].CopyTo(super[(row * sizeof(ushort))..]);
        block[2..4].CopyTo(super[(FactorBytes + (row * sizeof(ushort)))..]);
        for (int part = 0; part < 8; part++)
        {
            Span<byte> target = super[((2 * FactorBytes) + (part * BlockBytes))..];
            (int scale, int minimum) = BlockDecoder.ScaleAndMinimum(block.Slice(4, 12), part);
            (target[row], target[PanelLayout.PanelRows + row]) = ((byte)scale, (byte)minimum);
            for (int i = 0; i < 32; i++)
            {
                int bits = block[16 + (part / 2 * 32) + i] >> (part % 2 * 4);
                StoredNibbles.Store(target[(ScalesBytes + (i / 16 * StoredNibbles.HalfBytes))..], row, i % 16, bits);
            }
        }
    }

    public static int Weight(byte* panel, int row, nint input) =>
        StoredNibbles.Read(Half(panel, input / 32, (int)(input / 16 % 2)), row, (int)(input % 16));

    public static int Scale(byte* panel, int row, nint input) => Block(panel, input / 32)[row];

    public static float FloatScale(byte* panel, int row, nint block) => HalfAt(panel, block, row);

    public static (int Minimum, float Scale) Minimum(byte* panel, int row, nint block) =>
        (Block(panel, block)[PanelLayout.PanelRows + row], HalfAt(panel, block, PanelLayout.PanelRows + row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load<TLanes>(byte* panel, nint block, int half, out FourGroups<TLanes> groups)
        where TLanes : struct, IByteLanes<TLanes> => StoredNibbles.Load(Half(panel, block, half), out groups);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Scales<TLanes>(byte* panel, nint block, int half)
        where TLanes : struct, IByteLanes<TLanes> => TLanes.Unsigned(Block(panel, block));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes FloatScales<TLanes>(byte* panel, nint block)
        where TLanes : struct, IByteLanes<TLanes> => TLanes.Halves((ushort*)(panel + (block / 8 * SuperBytes)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SubtractMinima<TLanes>(byte* panel, nint block, TLanes sums, (int Sum, float Scale) x)
        where TLanes : struct, IByteLanes<TLanes>
    {
        TLanes numbers = TLanes.Multiply(TLanes.Unsigned(Block(panel, block) + PanelLayout.PanelRows), x.Sum);
        return TLanes.MultiplySubtract(numbers, TLanes.Halves((ushort*)(panel + (block / 8 * SuperBytes) + FactorBytes)), x.Scale, sums);
    }

    private static float HalfAt(byte* panel, nint block, int at) => (float)BitConverter.UInt16BitsToHalf(((ushort*)(panel + (block / 8 * SuperBytes)))[at]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Block(byte* panel, nint block) => panel + (block / 8 * SuperBytes) + (2 * FactorBytes) + (block % 8 * BlockBytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Half(byte* panel, nint block, int half) => Block(panel, block) + ScalesBytes + (half * StoredNibbles.HalfBytes);
}
