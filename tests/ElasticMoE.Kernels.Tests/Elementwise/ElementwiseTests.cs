using ElasticMoE.Kernels.Elementwise;
using ElasticMoE.Testing;

namespace ElasticMoE.Kernels.Tests.Elementwise;

public sealed class ElementwiseTests
{
    [Fact]
    public void SumsAndProductsAreWhatTheirNamesSay()
    {
        float[] y = [1f, 2f, 3f];
        Kernels.Elementwise.Elementwise.Add(y, [10f, 20f, 30f]);
        Assert.Equal([11f, 22f, 33f], y);
        Kernels.Elementwise.Elementwise.AddScaledFma(y, 2f, [1f, 1f, 1f]);
        Assert.Equal([13f, 24f, 35f], y);
        Kernels.Elementwise.Elementwise.Scale(y, 0.5f);
        Assert.Equal([6.5f, 12f, 17.5f], y);
    }

    [Fact]
    public void AddScaledRoundsOnce()
    {
        float[] accumulator = [-1f];
        Kernels.Elementwise.Elementwise.AddScaledFma(accumulator, 1f + float.BitIncrement(0f) + 1e-7f, [1f - 1e-7f]);
        Assert.Equal(MathF.FusedMultiplyAdd(1f + 1e-7f, 1f - 1e-7f, -1f), accumulator[0]);
        Assert.NotEqual(((1f + 1e-7f) * (1f - 1e-7f)) - 1f, accumulator[0]);
    }

    [Fact]
    public void SwiGluMatchesTheFormulaInDouble()
    {
        var floats = new SeededFloats(1);
        float[] gate = floats.Take(100);
        float[] up = floats.Take(100);
        float[] plain = new float[100];
        float[] clamped = new float[100];
        SwiGlu.Apply(gate, up, plain);
        SwiGlu.ApplyClamped(gate, up, 1.702f, 2.5f, clamped);
        for (int i = 0; i < gate.Length; i++)
        {
            double g = Math.Min(gate[i], 2.5);
            double u = Math.Clamp(up[i], -2.5, 2.5);
            Assert.Equal(gate[i] / (1 + Math.Exp(-gate[i])) * up[i], plain[i], 1e-5);
            Assert.Equal((u + 1) * g / (1 + Math.Exp(-1.702 * g)), clamped[i], 1e-5);
        }
    }
}
