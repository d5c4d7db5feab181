using ElasticMoE.Kernels.Numbers;
using ElasticMoE.Kernels.Tests.Vectors;
using ElasticMoE.Testing;

namespace ElasticMoE.Kernels.Tests.Numbers;

public sealed class WideningTests
{
    private delegate void Widen<TBits>(KernelForm form, ReadOnlySpan<TBits> source, Span<float> destination);

    [Fact]
    public void EveryHalfHasItsValue()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            float expected = (float)BitConverter.UInt16BitsToHalf((ushort)bits);
            Assert.Equal(FloatBits.Of(expected), FloatBits.Of(Float16.ToSingle((ushort)bits)));
        }
    }

    [Fact]
    public void EveryEightBitFloatHasItsValue()
    {
        for (int bits = 0; bits < 256; bits++)
        {
            int exponent = (bits >> 3) & 15;
            double magnitude = exponent == 0 ? (bits & 7) / 512.0 : (8 + (bits & 7)) * Math.ScaleB(1, exponent - 10);
            float expected = (bits & 0x7F) == 0x7F ? float.NaN : (float)(bits < 128 ? magnitude : -magnitude);
            Assert.Equal(FloatBits.Of(expected), FloatBits.Of(Float8E4M3.ToSingle((byte)bits)));
        }
    }

    [Fact]
    public void BFloat16IsTheUpperHalf()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            float value = BFloat16.ToSingle((ushort)bits);
            Assert.Equal((uint)bits << 16, BitConverter.SingleToUInt32Bits(value));
            if (!float.IsNaN(value))
                Assert.Equal(bits, BFloat16.FromSingle(value));
        }
    }

    [Theory]
    [InlineData(1.00390625f, 0x3F80)] // Halfway between 0x3F80 and 0x3F81: to even, down.
    [InlineData(1.01171875f, 0x3F82)] // Halfway between 0x3F81 and 0x3F82: to even, up.
    [InlineData(1.0039064f, 0x3F81)]
    [InlineData(3.4e38f, 0x7F80)]
    [InlineData(-3.4e38f, 0xFF80)]
    [InlineData(float.PositiveInfinity, 0x7F80)]
    public void BFloat16RoundsToNearestEven(float value, int bits) => Assert.Equal(bits, BFloat16.FromSingle(value));

    [Fact]
    public void BFloat16KeepsNaN()
    {
        Assert.True(float.IsNaN(BFloat16.ToSingle(BFloat16.FromSingle(float.NaN))));
        Assert.True(float.IsNaN(BFloat16.ToSingle(BFloat16.FromSingle(BitConverter.UInt32BitsToSingle(0x7F80_0001)))));
    }

    [Fact]
    public void BFloat16FormsAgree() => FormsAgreeOn<ushort>(BFloat16.Widen);

    [Fact]
    public void Float16FormsAgree() => FormsAgreeOn<ushort>(Float16.Widen);

    [Fact]
    public void Float8FormsAgree() => FormsAgreeOn<byte>(Float8E4M3.Widen);

    private static void FormsAgreeOn<TBits>(Widen<TBits> widen)
        where TBits : unmanaged
    {
        var random = new Random(7);
        for (int length = 0; length <= 256; length++)
        {
            foreach (GuardSide side in Enum.GetValues<GuardSide>())
            {
                using var source = new GuardedMemory<TBits>(length, side);
                random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(source.Span));
                float[] expected = new float[length];
                widen(KernelForm.Scalar, source.Span, expected);
                foreach (KernelForm form in (KernelForm[])[KernelForm.Vector256, KernelForm.Vector512])
                {
                    using var destination = new GuardedMemory<float>(length, side);
                    widen(form, source.Span, destination.Span);
                    FloatBits.AssertEqual(expected, destination.Span, form.ToString());
                }
            }
        }
    }
}
