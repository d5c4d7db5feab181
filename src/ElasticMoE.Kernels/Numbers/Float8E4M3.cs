namespace ElasticMoE.Kernels.Numbers;

/// <summary>
/// fp8 e4m3fn: sign, four exponent bits with bias 7, three mantissa bits; no infinities, 0x7F and 0xFF are NaN (OCP 8-bit floating
/// point specification, 2023).
/// </summary>
public static class Float8E4M3
{
    internal static readonly KernelOperation Operation = new("widen.e4m3", KernelOperation.WidestWithFma());

    private const float TwoTo120 = 1.329227995784916e36f;

    private const uint InfinityBits = 0x7F80_0000;
    private const uint LargestBits = 0x43E0_0000;
    private const uint SmallestNormalBits = 0x3C80_0000;
    private const uint NaNCode = 0x7F;
    private const uint LargestCode = 0x7E;
    private const int DroppedBits = 20;
    private const uint HalfStep = 1 << (DroppedBits - 1);
    private const uint BiasDifference = (127 - 7) << 3;
    private const float StepsBelowNormal = 512f;

    private static SmallFloatWidening Widening => new(0x7F, 20, 24, TwoTo120, 448f, 0x7FC0_0000);

    /// <summary>The same value as a float.</summary>
    public static float ToSingle(byte bits) => Widening.Apply(bits);

    /// <summary>The same values as floats; both spans have the same length. Scales are the caller's.</summary>
    public static void Widen(ReadOnlySpan<byte> source, Span<float> destination) => Widen(Operation.Form, source, destination);

    /// <summary>The nearest value, ties to even; beyond ±448 it is ±448, NaN stays NaN.</summary>
    public static byte FromSingle(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        uint sign = bits >> 24 & 0x80;
        uint magnitude = bits & 0x7FFF_FFFF;
        if (magnitude > InfinityBits)
            return (byte)(sign | NaNCode);
        if (magnitude >= LargestBits)
            return (byte)(sign | LargestCode);
        // Below the smallest normal value codes are multiples of 2^-9; the next code after the last of them is that value's.
        uint code = magnitude < SmallestNormalBits
            ? (uint)MathF.Round(BitConverter.UInt32BitsToSingle(magnitude) * StepsBelowNormal, MidpointRounding.ToEven)
            : (magnitude + HalfStep - 1 + ((magnitude >> DroppedBits) & 1) >> DroppedBits) - BiasDifference;
        return (byte)(sign | code);
    }

    internal static void Widen(KernelForm form, ReadOnlySpan<byte> source, Span<float> destination) =>
        WideningLoop.Run(form, Widening, source, destination);
}
