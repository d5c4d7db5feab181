using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Numbers;

/// <summary>bfloat16: the upper half of a float.</summary>
public static class BFloat16
{
    internal static readonly KernelOperation Operation = new("widen.bf16", KernelOperation.WidestWithFma());

    /// <summary>The same value as a float.</summary>
    public static float ToSingle(ushort bits) => default(Widening).Apply(bits);

    /// <summary>The same values as floats; both spans have the same length.</summary>
    public static void Widen(ReadOnlySpan<ushort> source, Span<float> destination) =>
        WideningLoop.Run(Operation.Form, default(Widening), source, destination);

    /// <summary>The nearest bfloat16, ties to even; overflow gives an infinity, NaN stays NaN.</summary>
    public static ushort FromSingle(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
            return (ushort)((bits >> 16) | 0x40);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>The nearest values, as <see cref="FromSingle"/> has them; both spans have the same length.</summary>
    public static void Narrow(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        if (source.Length != destination.Length)
            throw new ArgumentException($"{source.Length} inputs for {destination.Length} outputs", nameof(destination));
        for (int i = 0; i < source.Length; i++)
            destination[i] = FromSingle(source[i]);
    }

    internal static void Widen(KernelForm form, ReadOnlySpan<ushort> source, Span<float> destination) =>
        WideningLoop.Run(form, default(Widening), source, destination);

    private readonly struct Widening : IWidening
    {
        public float Apply(uint bits) => BitConverter.UInt32BitsToSingle(bits << 16);

        public TVector Apply<TForm, TVector>(TVector bits)
            where TForm : struct, IVectorForm<TVector>
            where TVector : struct => TForm.ShiftLeft(bits, 16);
    }
}
