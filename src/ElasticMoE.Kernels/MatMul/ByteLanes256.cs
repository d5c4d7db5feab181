using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>16 lanes in two 256-bit vectors.</summary>
internal readonly struct ByteLanes256(Vector256<byte> low, Vector256<byte> high) : IByteLanes<ByteLanes256>
{
    private readonly Vector256<byte> _low = low;
    private readonly Vector256<byte> _high = high;

    public static int TileRowsMax => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ByteLanes256 Load(byte* bytes) => new(Vector256.Load(bytes), Vector256.Load(bytes + 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ByteLanes256 Signed(sbyte* numbers)
    {
        Vector128<sbyte> all = Vector128.Load(numbers);
        return new(Avx2.ConvertToVector256Int32(all).AsByte(), Avx2.ConvertToVector256Int32(Vector128.Shuffle(all.AsInt64(), Vector128.Create(1L, 1)).AsSByte()).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ByteLanes256 Unsigned(byte* numbers)
    {
        Vector128<byte> all = Vector128.Load(numbers);
        return new(Avx2.ConvertToVector256Int32(all).AsByte(), Avx2.ConvertToVector256Int32(Vector128.Shuffle(all.AsInt64(), Vector128.Create(1L, 1)).AsByte()).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ByteLanes256 Halves(ushort* halves) =>
        new(ScaleWidening.Widen(Vector128.Load(halves)).AsByte(), ScaleWidening.Widen(Vector128.Load(halves + 8)).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ByteLanes256 HalfScales(byte* scales)
    {
        ByteLanes256 exponents = Unsigned(scales);
        return new(HalfScales(exponents._low.AsInt32()), HalfScales(exponents._high.AsInt32()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 LowNibbles(ByteLanes256 bytes) => new(bytes._low & Vector256.Create((byte)15), bytes._high & Vector256.Create((byte)15));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 HighNibbles(ByteLanes256 bytes) => new(
        Vector256.ShiftRightLogical(bytes._low.AsUInt16(), 4).AsByte() & Vector256.Create((byte)15),
        Vector256.ShiftRightLogical(bytes._high.AsUInt16(), 4).AsByte() & Vector256.Create((byte)15));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 UpperBits(ByteLanes256 bytes, int pair) => new(UpperBits(bytes._low.AsUInt16(), pair), UpperBits(bytes._high.AsUInt16(), pair));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 Or(ByteLanes256 a, ByteLanes256 b) => new(a._low | b._low, a._high | b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 Lookup(ByteLanes256 bytes, ReadOnlySpan<byte> table)
    {
        Vector128<byte> once = Vector128.Create(table);
        Vector256<byte> twice = Vector256.Create(once, once);
        return new(Avx2.Shuffle(twice, bytes._low), Avx2.Shuffle(twice, bytes._high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ByteLanes256 Products(ByteLanes256 weights, sbyte* x)
    {
        Vector256<sbyte> four = Vector256.Create(*(int*)x).AsSByte();
        return new(Avx2.MultiplyAddAdjacent(weights._low, four).AsByte(), Avx2.MultiplyAddAdjacent(weights._high, four).AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 AddPairs(ByteLanes256 a, ByteLanes256 b) =>
        new((a._low.AsInt16() + b._low.AsInt16()).AsByte(), (a._high.AsInt16() + b._high.AsInt16()).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 Join(ByteLanes256 pairs) => new(
        Avx2.MultiplyAddAdjacent(pairs._low.AsInt16(), Vector256<short>.One).AsByte(), Avx2.MultiplyAddAdjacent(pairs._high.AsInt16(), Vector256<short>.One).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 Add(ByteLanes256 a, ByteLanes256 b) =>
        new((a._low.AsInt32() + b._low.AsInt32()).AsByte(), (a._high.AsInt32() + b._high.AsInt32()).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 Subtract(ByteLanes256 a, int b) =>
        new((a._low.AsInt32() - Vector256.Create(b)).AsByte(), (a._high.AsInt32() - Vector256.Create(b)).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 Multiply(ByteLanes256 a, ByteLanes256 b) =>
        new((a._low.AsInt32() * b._low.AsInt32()).AsByte(), (a._high.AsInt32() * b._high.AsInt32()).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 Multiply(ByteLanes256 a, int b) =>
        new((a._low.AsInt32() * Vector256.Create(b)).AsByte(), (a._high.AsInt32() * Vector256.Create(b)).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 MultiplyAdd(ByteLanes256 numbers, ByteLanes256 scales, float factor, ByteLanes256 sums)
    {
        Vector256<float> all = Vector256.Create(factor);
        return new(MultiplyAdd(numbers._low, scales._low.AsSingle() * all, sums._low), MultiplyAdd(numbers._high, scales._high.AsSingle() * all, sums._high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteLanes256 MultiplySubtract(ByteLanes256 numbers, ByteLanes256 scales, float factor, ByteLanes256 sums)
    {
        Vector256<float> all = Vector256.Create(factor);
        return new(MultiplyAdd(numbers._low, -(scales._low.AsSingle() * all), sums._low), MultiplyAdd(numbers._high, -(scales._high.AsSingle() * all), sums._high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Store(float* y)
    {
        _low.AsSingle().Store(y);
        _high.AsSingle().Store(y + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> MultiplyAdd(Vector256<byte> numbers, Vector256<float> scales, Vector256<byte> sums) =>
        Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(numbers.AsInt32()), scales, sums.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> HalfScales(Vector256<int> exponents)
    {
        Vector256<int> normal = Vector256.ShiftLeft(exponents - Vector256<int>.One, 23);
        Vector256<int> small = Vector256.Create(0x0020_0000) + (exponents * Vector256.Create(0x0020_0000));
        Vector256<int> finite = Vector256.ConditionalSelect(Vector256.LessThan(exponents, Vector256.Create(2)), small, normal);
        return (finite | (Vector256.Equals(exponents, Vector256.Create(255)) & Vector256.Create(0x7FC0_0000))).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> UpperBits(Vector256<ushort> all, int pair)
    {
        Vector256<ushort> moved = pair switch
        {
            0 => Vector256.ShiftLeft(all, 4),
            1 => Vector256.ShiftLeft(all, 2),
            2 => all,
            _ => Vector256.ShiftRightLogical(all, 2),
        };
        return moved.AsByte() & Vector256.Create((byte)48);
    }
}
