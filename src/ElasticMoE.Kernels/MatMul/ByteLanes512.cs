using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>16 lanes in one 512-bit vector.</summary>
internal readonly struct ByteLanes512(Vector512<byte> all) : IByteLanes<ByteLanes512>
{
    private readonly Vector512<byte> _all = all;

    public static int TileRowsMax => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ByteLanes512 Load(byte* bytes) => new(Vector512.Load(bytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ByteLanes512 Signed(sbyte* numbers) => new(Avx512F.ConvertToVector512Int32(Vector128.Load(numbers)).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ByteLanes512 Unsigned(byte* numbers) => new(Avx512F.ConvertToVector512Int32(Vector128.Load(numbers)).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ByteLanes512 Halves(ushort* halves) => new(ScaleWidening.Widen(Vector256.Load(halves)).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ByteLanes512 HalfScales(byte* scales)
    {
        Vector512<int> exponents = Avx512F.ConvertToVector512Int32(Vector128.Load(scales));
        Vector512<int> normal = Vector512.ShiftLeft(exponents - Vector512<int>.One, 23);
        Vector512<int> small = Vector512.Create(0x0020_0000) + (exponents * Vector512.Create(0x0020_0000));
        Vector512<int> finite = Vector512.ConditionalSelect(Vector512.LessThan(exponents, Vector512.Create(2)), small, normal);
        Vector512<int> nan = Vector512.Equals(exponents, Vector512.Create(255)) & Vector512.Create(0x7FC0_0000);
        return new((finite | nan).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes512 LowNibbles(ByteLanes512 bytes) => new(bytes._all & Vector512.Create((byte)15));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes512 HighNibbles(ByteLanes512 bytes) =>
        new(Vector512.ShiftRightLogical(bytes._all.AsUInt16(), 4).AsByte() & Vector512.Create((byte)15));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes512 UpperBits(ByteLanes512 bytes, int pair)
    {
        Vector512<ushort> all = bytes._all.AsUInt16();
        Vector512<ushort> moved = pair switch
        {
            0 => Vector512.ShiftLeft(all, 4),
            1 => Vector512.ShiftLeft(all, 2),
            2 => all,
            _ => Vector512.ShiftRightLogical(all, 2),
        };
        return new(moved.AsByte() & Vector512.Create((byte)48));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes512 Or(ByteLanes512 a, ByteLanes512 b) => new(a._all | b._all);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes512 Lookup(ByteLanes512 bytes, ReadOnlySpan<byte> table)
    {
        Vector128<byte> once = Vector128.Create(table);
        Vector256<byte> twice = Vector256.Create(once, once);
        return new(Avx512BW.Shuffle(Vector512.Create(twice, twice), bytes._all));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ByteLanes512 Products(ByteLanes512 weights, sbyte* x) =>
        new(Avx512BW.MultiplyAddAdjacent(weights._all, Vector512.Create(*(int*)x).AsSByte()).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes512 AddPairs(ByteLanes512 a, ByteLanes512 b) => new((a._all.AsInt16() + b._all.AsInt16()).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes512 Join(ByteLanes512 pairs) =>
        new(Avx512BW.MultiplyAddAdjacent(pairs._all.AsInt16(), Vector512<short>.One).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes512 Add(ByteLanes512 a, ByteLanes512 b) => new((a._all.AsInt32() + b._all.AsInt32()).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes512 Subtract(ByteLanes512 a, int b) => new((a._all.AsInt32() - Vector512.Create(b)).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes512 Multiply(ByteLanes512 a, ByteLanes512 b) => new((a._all.AsInt32() * b._all.AsInt32()).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes512 Multiply(ByteLanes512 a, int b) => new((a._all.AsInt32() * Vector512.Create(b)).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes512 MultiplyAdd(ByteLanes512 numbers, ByteLanes512 scales, float factor, ByteLanes512 sums) => new(Vector512.FusedMultiplyAdd(
        Vector512.ConvertToSingle(numbers._all.AsInt32()), scales._all.AsSingle() * Vector512.Create(factor), sums._all.AsSingle()).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes512 MultiplySubtract(ByteLanes512 numbers, ByteLanes512 scales, float factor, ByteLanes512 sums) => new(Vector512.FusedMultiplyAdd(
        Vector512.ConvertToSingle(numbers._all.AsInt32()), -(scales._all.AsSingle() * Vector512.Create(factor)), sums._all.AsSingle()).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Store(float* y) => _all.AsSingle().Store(y);
}
