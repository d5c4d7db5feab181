namespace ElasticMoE.Kernels.Numbers;

/// <summary>
/// fp8 e4m3fn: sign, four exponent bits with bias 7, three mantissa bits; no infinities, 0x7F and 0xFF are NaN (OCP 8-bit floating
/// point specification, 2023).
/// </summary>
public static class Float8E4M3
{
    internal static readonly KernelOperation Operation = new("widen.e4m3", KernelOperation.WidestWithFma());

    private const float TwoTo120 = 1.329227995784916e36f;

    private static SmallFloatWidening Widening => new(0x7F, 20, 24, TwoTo120, 448f, 0x7FC0_0000);

    /// <summary>The same value as a float.</summary>
    public static float ToSingle(byte bits) => Widening.Apply(bits);

    /// <summary>The same values as floats; both spans have the same length. Scales are the caller's.</summary>
    public static void Widen(ReadOnlySpan<byte> source, Span<float> destination) => Widen(Operation.Form, source, destination);

    internal static void Widen(KernelForm form, ReadOnlySpan<byte> source, Span<float> destination) =>
        WideningLoop.Run(form, Widening, source, destination);
}
