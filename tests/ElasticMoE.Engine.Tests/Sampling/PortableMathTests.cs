using ElasticMoE.Engine.Sampling;

namespace ElasticMoE.Engine.Tests.Sampling;

public sealed class PortableMathTests
{
    [Fact]
    public void Exp_is_within_two_units_of_the_platform()
    {
        var random = new Random(1);
        for (int i = 0; i < 40_000; i++)
        {
            double x = -random.NextDouble() * (i % 2 == 0 ? 40 : 700);
            AssertClose(Math.Exp(x), PortableMath.Exp(x));
        }
    }

    [Fact]
    public void Log_is_within_two_units_of_the_platform()
    {
        var random = new Random(2);
        for (int i = 0; i < 40_000; i++)
        {
            double x = i % 2 == 0 ? 1 + random.NextDouble() * 200_000 : Math.Exp(random.NextDouble() * 1400 - 700);
            AssertClose(Math.Log(x), PortableMath.Log(x));
        }
    }

    [Fact]
    public void Ends_are_exact()
    {
        Assert.Equal(1, PortableMath.Exp(0));
        Assert.Equal(1, PortableMath.Exp(-0.0));
        Assert.Equal(0, PortableMath.Exp(double.NegativeInfinity));
        Assert.Equal(0, PortableMath.Exp(-700.5));
        Assert.Equal(0, PortableMath.Log(1));
    }

    /// <summary>Bits may not differ between machines; these were written down once.</summary>
    [Theory]
    [InlineData(-1, 0x3FD78B56362CEF38)]
    [InlineData(-36.75, 0x3C9F9494ACDE2139)]
    public void Exp_has_these_bits_on_every_machine(double x, long bits) =>
        Assert.Equal(bits.ToString("X"), BitConverter.DoubleToInt64Bits(PortableMath.Exp(x)).ToString("X"));

    private static void AssertClose(double expected, double actual)
    {
        double unit = Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected);
        Assert.True(Math.Abs(expected - actual) <= 2 * unit, $"{actual:R} for {expected:R}");
    }
}
