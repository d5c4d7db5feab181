using ElasticMoE.Engine.Sampling;
using ElasticMoE.Kernels.Numbers;

namespace ElasticMoE.Engine.Tests.Sampling;

public sealed class PhiloxTests
{
    /// <summary>Known answers published with the generator (Random123, `kat_vectors`, philox4x32 with 10 rounds).</summary>
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void Gives_the_published_answers(string counter, string key, string expected)
    {
        uint[] c = Words(counter), k = Words(key), e = Words(expected);
        PhiloxBlock block = Philox.Generate(new PhiloxBlock(c[0], c[1], c[2], c[3]), k[0], k[1]);
        Assert.Equal(new PhiloxBlock(e[0], e[1], e[2], e[3]), block);
    }

    [Fact]
    public void Seed_choice_and_position_each_change_the_draw()
    {
        var seen = new HashSet<double>();
        foreach (ulong seed in (ulong[])[0, 1, 1UL << 32])
        {
            foreach (uint choice in (uint[])[0, 1])
            {
                foreach (long position in (long[])[0, 1, 1L << 32])
                    Assert.True(seen.Add(Philox.Uniform(seed, choice, position)));
            }
        }
    }

    [Fact]
    public void Draws_are_spread_evenly_below_one()
    {
        int[] counts = new int[100];
        for (int position = 0; position < 100_000; position++)
        {
            double u = Philox.Uniform(7, 0, position);
            Assert.InRange(u, 0, 1 - double.Epsilon);
            counts[(int)(u * 100)]++;
        }
        Assert.True(ChiSquare.Of(counts, _ => 1000) < ChiSquare.Critical(99));
    }

    private static uint[] Words(string text) => [.. text.Split(' ').Select(word => Convert.ToUInt32(word, 16))];
}
