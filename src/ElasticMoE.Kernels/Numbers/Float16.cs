namespace ElasticMoE.Kernels.Numbers;

/// <summary>IEEE 754 binary16.</summary>
public static class Float16
{
    internal static readonly KernelOperation Operation = new("widen.f16", KernelOperation.WidestWithFma());

    private const float TwoTo112 = 5.192296858534828e33f;

    private static SmallFloatWidening Widening => new(0x7FFF, 13, 16, TwoTo112, 65504f, 0x7F80_0000);

    /// <summary>The same value as a float.</summary>
    public static float ToSingle(ushort bits) => Widening.Apply(bits);

    /// <summary>The same values as floats; both spans have the same length.</summary>
    public static void Widen(ReadOnlySpan<ushort> source, Span<float> destination) => Widen(Operation.Form, source, destination);

    internal static void Widen(KernelForm form, ReadOnlySpan<ushort> source, Span<float> destination) =>
        WideningLoop.Run(form, Widening, source, destination);
}
