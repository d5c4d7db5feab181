using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.Vectors;

/// <summary>16 lanes in one 512-bit vector.</summary>
internal readonly struct Form512 : IVectorForm<Vector512<float>>
{
    public static KernelForm Form => KernelForm.Vector512;

    public static bool IsWide => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref readonly float source, nint index) =>
        Vector512.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadBits(ref readonly ushort source, nint index)
    {
        Vector256<ushort> narrow = Vector256.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), index));
        return Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Int32(narrow).AsSingle()
            : Vector512.Create(Vector256.WidenLower(narrow), Vector256.WidenUpper(narrow)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadBits(ref readonly byte source, nint index)
    {
        Vector128<byte> narrow = Vector128.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), index));
        if (Avx512F.IsSupported)
            return Avx512F.ConvertToVector512Int32(narrow).AsSingle();
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(narrow);
        Vector256<uint> lower = Vector256.Create(Vector128.WidenLower(low), Vector128.WidenUpper(low));
        Vector256<uint> upper = Vector256.Create(Vector128.WidenLower(high), Vector128.WidenUpper(high));
        return Vector512.Create(lower, upper).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadTwice(ref readonly float source, nint index)
    {
        Vector256<float> eight = Vector256.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), index));
        return Vector512.Shuffle(Vector512.Create(eight, eight), Vector512.Create(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref float destination, nint index) =>
        value.StoreUnsafe(ref Unsafe.Add(ref destination, index));

    public static Vector512<float> Create(float value) => Vector512.Create(value);

    public static Vector512<float> CreateBits(uint bits) => Vector512.Create(bits).AsSingle();

    public static Vector512<float> Add(Vector512<float> x, Vector512<float> y) => x + y;

    public static Vector512<float> Subtract(Vector512<float> x, Vector512<float> y) => x - y;

    public static Vector512<float> Multiply(Vector512<float> x, Vector512<float> y) => x * y;

    public static Vector512<float> Divide(Vector512<float> x, Vector512<float> y) => x / y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fma(Vector512<float> x, Vector512<float> y, Vector512<float> z) =>
        Vector512.FusedMultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> IfGreater(
        Vector512<float> x, Vector512<float> y, Vector512<float> then, Vector512<float> otherwise) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, y), then, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Larger(Vector512<float> x, Vector512<float> y) =>
        Avx512F.IsSupported ? Avx512F.Max(x, y) : IfGreater(x, y, x, y);

    public static Vector512<float> AddBits(Vector512<float> x, Vector512<float> y) => (x.AsInt32() + y.AsInt32()).AsSingle();

    public static Vector512<float> SubtractBits(Vector512<float> x, Vector512<float> y) => (x.AsInt32() - y.AsInt32()).AsSingle();

    public static Vector512<float> And(Vector512<float> x, Vector512<float> y) => (x.AsInt32() & y.AsInt32()).AsSingle();

    public static Vector512<float> Or(Vector512<float> x, Vector512<float> y) => (x.AsInt32() | y.AsInt32()).AsSingle();

    public static Vector512<float> Xor(Vector512<float> x, Vector512<float> y) => (x.AsInt32() ^ y.AsInt32()).AsSingle();

    public static Vector512<float> ShiftLeft(Vector512<float> x, int count) => (x.AsInt32() << count).AsSingle();

    public static Vector512<float> HalveBits(Vector512<float> x) => (x.AsInt32() >> 1).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SwapPairs(Vector512<float> x) =>
        Vector512.Shuffle(x, Vector512.Create(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LargestLane(Vector512<float> x) => Lanes256.Largest(Lanes256.Larger(x.GetLower(), x.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumTree(Vector512<float> x) => Lanes256.SumTree(x.GetLower() + x.GetUpper());
}
