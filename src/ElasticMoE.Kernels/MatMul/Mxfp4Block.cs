using System.Runtime.CompilerServices;
using ElasticMoE.Kernels.Quantization;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// MXFP4, with the doubled values of its codes, which are whole numbers. For each pair of blocks of 32: scale × 16 of the first, of the second
/// (zeros where there is none); then each block's halves of codes, as <see cref="StoredNibbles"/>.
/// </summary>
internal readonly unsafe struct Mxfp4Block : IStoredBlock
{
    private const int ScalesBytes = 2 * PanelLayout.PanelRows, BlockBytes = 2 * StoredNibbles.HalfBytes, PairBytes = ScalesBytes + (2 * BlockBytes);

    public static BlockFormat Stored => BlockFormat.Mxfp4;

    public static bool ScalesHalves => false;

    public static bool HasBlockScales => false;

    public static int Bias => 12;

    public static bool PairsHoldHalf => true;

    /// <summary>For each code its doubled value plus the bias.</summary>
    private static ReadOnlySpan<byte> Biased => [12, 13, 14, 15, 16, 18, 20, 24, 12, 11, 10, 9, 8, 6, 4, 0];

    public static long PanelBytes(int inputs)
    {
        long blocks = inputs / PanelLayout.BlockInputs;
        return (blocks * BlockBytes) + ((blocks + 1) / 2 * ScalesBytes);
    }

    public static void Store(ReadOnlySpan<byte> block, int index, int row, Span<byte> panel)
    {
        panel[(index / 2 * PairBytes) + (index % 2 * PanelLayout.PanelRows) + row] = block[0];
        Span<byte> codes = panel[((index / 2 * PairBytes) + ScalesBytes + (index % 2 * BlockBytes))..];
        for (int i = 0; i < 32; i++)
            StoredNibbles.Store(codes[(i / 16 * StoredNibbles.HalfBytes)..], row, i % 16, block[1 + (i % 16)] >> (i / 16 * 4));
    }

    public static int Weight(byte* panel, int row, nint input) =>
        Biased[StoredNibbles.Read(Half(panel, input / 32, (int)(input / 16 % 2)), row, (int)(input % 16))];

    public static int Scale(byte* panel, int row, nint input) => 1;

    public static float FloatScale(byte* panel, int row, nint block) => BlockDecoder.HalfScale(Exponents(panel, block)[row]);

    public static (int Minimum, float Scale) Minimum(byte* panel, int row, nint block) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load<TLanes>(byte* panel, nint block, int half, out FourGroups<TLanes> groups)
        where TLanes : struct, IByteLanes<TLanes>
    {
        StoredNibbles.Load(Half(panel, block, half), out groups);
        groups.A = TLanes.Lookup(groups.A, Biased);
        groups.B = TLanes.Lookup(groups.B, Biased);
        groups.C = TLanes.Lookup(groups.C, Biased);
        groups.D = TLanes.Lookup(groups.D, Biased);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Scales<TLanes>(byte* panel, nint block, int half)
        where TLanes : struct, IByteLanes<TLanes> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes FloatScales<TLanes>(byte* panel, nint block)
        where TLanes : struct, IByteLanes<TLanes> => TLanes.HalfScales(Exponents(panel, block));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SubtractMinima<TLanes>(byte* panel, nint block, TLanes sums, (int Sum, float Scale) x)
        where TLanes : struct, IByteLanes<TLanes> => sums;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Exponents(byte* panel, nint block) => panel + (block / 2 * PairBytes) + (block % 2 * PanelLayout.PanelRows);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Half(byte* panel, nint block, int half) =>
        panel + (block / 2 * PairBytes) + ScalesBytes + (block % 2 * BlockBytes) + (half * StoredNibbles.HalfBytes);
}
