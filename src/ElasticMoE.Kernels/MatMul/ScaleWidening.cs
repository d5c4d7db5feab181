using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// f16 to f32 in integer steps, exact for every input: .NET has no vector conversion. Small scales are subnormal in f16, and a widening by
/// multiplication would run into slow subnormal f32 operands.
/// </summary>
internal static class ScaleWidening
{
    private const uint Magnitude = 0x7FFF;
    private const uint SmallestNormal = 0x0400;
    private const uint LargestFinite = 0x7BFF;
    private const uint ExponentShift = 112u << 23;
    private const uint NotFinite = 0x7F800000;
    private const float SubnormalUnit = 1f / (1 << 24);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Widen(Vector128<ushort> halves)
    {
        Vector256<uint> bits = Vector256.WidenLower(halves.ToVector256());
        Vector256<uint> magnitude = bits & Vector256.Create(Magnitude);
        Vector256<uint> normal = (magnitude << 13) + Vector256.Create(ExponentShift);
        Vector256<uint> subnormal = (Vector256.ConvertToSingle(magnitude.AsInt32()) * Vector256.Create(SubnormalUnit)).AsUInt32();
        Vector256<uint> finite = Vector256.ConditionalSelect(
            Vector256.LessThan(magnitude.AsInt32(), Vector256.Create((int)SmallestNormal)).AsUInt32(), subnormal, normal);
        Vector256<uint> notFinite =
            Vector256.GreaterThan(magnitude.AsInt32(), Vector256.Create((int)LargestFinite)).AsUInt32() & Vector256.Create(NotFinite);
        return (finite | notFinite | ((bits ^ magnitude) << 16)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Widen(Vector256<ushort> halves)
    {
        Vector512<uint> bits = Vector512.WidenLower(halves.ToVector512());
        Vector512<uint> magnitude = bits & Vector512.Create(Magnitude);
        Vector512<uint> normal = (magnitude << 13) + Vector512.Create(ExponentShift);
        Vector512<uint> subnormal = (Vector512.ConvertToSingle(magnitude.AsInt32()) * Vector512.Create(SubnormalUnit)).AsUInt32();
        Vector512<uint> finite = Vector512.ConditionalSelect(
            Vector512.LessThan(magnitude.AsInt32(), Vector512.Create((int)SmallestNormal)).AsUInt32(), subnormal, normal);
        Vector512<uint> notFinite =
            Vector512.GreaterThan(magnitude.AsInt32(), Vector512.Create((int)LargestFinite)).AsUInt32() & Vector512.Create(NotFinite);
        return (finite | notFinite | ((bits ^ magnitude) << 16)).AsSingle();
    }
}
