using ElasticMoE.Kernels.Numbers;

namespace ElasticMoE.Kernels.Tests.Numbers;

public sealed class NarrowingTests
{
    [Fact]
    public void EveryFp8ValueIsItsOwnNearest()
    {
        for (int code = 0; code < 256; code++)
        {
            float value = Float8E4M3.ToSingle((byte)code);
            Assert.Equal(float.IsNaN(value) ? code | 0x7F : code, Float8E4M3.FromSingle(value));
        }
    }

    [Fact]
    public void Fp8IsTheNearestTiesToEvenAndNeverBeyondTheLargest()
    {
        float[] magnitudes = [.. Enumerable.Range(0, 0x7F).Select(code => Float8E4M3.ToSingle((byte)code))];
        var random = new Random(1);
        for (int i = 0; i < 200_000; i++)
        {
            int code = random.Next(0x7E);
            float low = magnitudes[code], high = magnitudes[code + 1], middle = (low + high) / 2;
            Check(middle, code % 2 == 0 ? code : code + 1);
            Check(MathF.BitDecrement(middle), code);
            Check(MathF.BitIncrement(middle), code + 1);
            float between = low + (high - low) * random.NextSingle();
            Check(between, between < middle ? code : between > middle ? code + 1 : code % 2 == 0 ? code : code + 1);
        }
        Check(449f, 0x7E);
        Check(1e30f, 0x7E);
        Check(float.PositiveInfinity, 0x7E);
        Check(float.Epsilon, 0);
    }

    [Fact]
    public void Bf16IsTheNearestTiesToEven()
    {
        var random = new Random(2);
        float[] values = [0f, -0f, 1f, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, .. Enumerable.Range(0, 100_000).Select(_ => BitConverter.Int32BitsToSingle(random.Next(0x7F000000)))];
        ushort[] narrowed = new ushort[values.Length];
        BFloat16.Narrow(values, narrowed);
        for (int i = 0; i < values.Length; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(values[i]), low = bits & 0xFFFF;
            uint up = low > 0x8000 || (low == 0x8000 && ((bits >> 16) & 1) == 1) ? 1u : 0u;
            Assert.Equal((ushort)((bits >> 16) + up), narrowed[i]);
        }
        Assert.True(float.IsNaN(BFloat16.ToSingle(BFloat16.FromSingle(BitConverter.UInt32BitsToSingle(0x7F800001)))));
        Assert.Throws<ArgumentException>(() => BFloat16.Narrow([1f], new ushort[2]));
    }

    private static void Check(float value, int code)
    {
        Assert.Equal(code, Float8E4M3.FromSingle(value));
        Assert.Equal(code | 0x80, Float8E4M3.FromSingle(-value));
    }
}
