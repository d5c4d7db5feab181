using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.Vectors;

/// <summary>16 lanes in two 256-bit vectors.</summary>
internal readonly struct Form256 : IVectorForm<Lanes256>
{
    public static KernelForm Form => KernelForm.Vector256;

    public static bool IsWide => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(ref readonly float source, nint index)
    {
        ref float first = ref Unsafe.Add(ref Unsafe.AsRef(in source), index);
        return new(Vector256.LoadUnsafe(ref first), Vector256.LoadUnsafe(ref first, 8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadBits(ref readonly ushort source, nint index)
    {
        Vector256<ushort> narrow = Vector256.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), index));
        return new(Vector256.WidenLower(narrow).AsSingle(), Vector256.WidenUpper(narrow).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadBits(ref readonly byte source, nint index)
    {
        (Vector128<ushort> low, Vector128<ushort> high) =
            Vector128.Widen(Vector128.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), index)));
        return new(
            Vector256.Create(Vector128.WidenLower(low), Vector128.WidenUpper(low)).AsSingle(),
            Vector256.Create(Vector128.WidenLower(high), Vector128.WidenUpper(high)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadTwice(ref readonly float source, nint index)
    {
        Vector256<float> eight = Vector256.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), index));
        return new(
            Vector256.Shuffle(eight, Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3)),
            Vector256.Shuffle(eight, Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 value, ref float destination, nint index)
    {
        ref float first = ref Unsafe.Add(ref destination, index);
        value.Lower.StoreUnsafe(ref first);
        value.Upper.StoreUnsafe(ref first, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Create(float value) => Both(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 CreateBits(uint bits) => Both(Vector256.Create(bits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Add(Lanes256 x, Lanes256 y) => new(x.Lower + y.Lower, x.Upper + y.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Subtract(Lanes256 x, Lanes256 y) => new(x.Lower - y.Lower, x.Upper - y.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Multiply(Lanes256 x, Lanes256 y) => new(x.Lower * y.Lower, x.Upper * y.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Divide(Lanes256 x, Lanes256 y) => new(x.Lower / y.Lower, x.Upper / y.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Fma(Lanes256 x, Lanes256 y, Lanes256 z) => new(
        Vector256.FusedMultiplyAdd(x.Lower, y.Lower, z.Lower),
        Vector256.FusedMultiplyAdd(x.Upper, y.Upper, z.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 IfGreater(Lanes256 x, Lanes256 y, Lanes256 then, Lanes256 otherwise) => new(
        Vector256.ConditionalSelect(Vector256.GreaterThan(x.Lower, y.Lower), then.Lower, otherwise.Lower),
        Vector256.ConditionalSelect(Vector256.GreaterThan(x.Upper, y.Upper), then.Upper, otherwise.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Larger(Lanes256 x, Lanes256 y) =>
        new(Lanes256.Larger(x.Lower, y.Lower), Lanes256.Larger(x.Upper, y.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 AddBits(Lanes256 x, Lanes256 y) =>
        new((x.Lower.AsInt32() + y.Lower.AsInt32()).AsSingle(), (x.Upper.AsInt32() + y.Upper.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 SubtractBits(Lanes256 x, Lanes256 y) =>
        new((x.Lower.AsInt32() - y.Lower.AsInt32()).AsSingle(), (x.Upper.AsInt32() - y.Upper.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 And(Lanes256 x, Lanes256 y) => new(x.Lower & y.Lower, x.Upper & y.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Or(Lanes256 x, Lanes256 y) => new(x.Lower | y.Lower, x.Upper | y.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Xor(Lanes256 x, Lanes256 y) => new(x.Lower ^ y.Lower, x.Upper ^ y.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ShiftLeft(Lanes256 x, int count) =>
        new((x.Lower.AsInt32() << count).AsSingle(), (x.Upper.AsInt32() << count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 HalveBits(Lanes256 x) =>
        new((x.Lower.AsInt32() >> 1).AsSingle(), (x.Upper.AsInt32() >> 1).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 SwapPairs(Lanes256 x) => new(SwapPairs(x.Lower), SwapPairs(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LargestLane(Lanes256 x) => Lanes256.Largest(Lanes256.Larger(x.Lower, x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumTree(Lanes256 x) => Lanes256.SumTree(x.Lower + x.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> SwapPairs(Vector256<float> x) =>
        Vector256.Shuffle(x, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes256 Both(Vector256<float> x) => new(x, x);
}
