using ElasticMoE.Kernels.Normalization;
using ElasticMoE.Kernels.Tests.Vectors;
using ElasticMoE.Testing;

namespace ElasticMoE.Kernels.Tests.Normalization;

public sealed class RmsNormTests
{
    [Fact]
    public void AllFormsAgree() =>
        FormsAgree.ForEveryLength((form, weights, data) => RmsNorm.Apply(form, data, weights, 1e-6f, data));

    [Fact]
    public void MatchesTheFormulaInDouble()
    {
        var floats = new SeededFloats(2);
        float[] x = floats.Take(999);
        float[] weight = floats.Take(999);
        float[] y = new float[999];
        RmsNorm.Apply(x, weight, 1e-5f, y);
        double inverse = 1 / Math.Sqrt((x.Sum(value => (double)value * value) / x.Length) + 1e-5);
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(x[i] * inverse * weight[i], y[i], 2e-6);
    }

    // Index 16 falls into lane 0 by one FMA, so the small square is lost there.
    [Fact]
    public void TheSumIsTakenInSixteenLanes()
    {
        float[] x = new float[17];
        x[0] = 1e4f;
        x[16] = 1f;
        float[] y = new float[17];
        RmsNorm.Apply(x, [.. Enumerable.Repeat(1f, 17)], 0f, y);
        Assert.Equal(1e4f * (1f / MathF.Sqrt(MathF.FusedMultiplyAdd(1f, 1f, 1e8f) / 17f)), y[0]);
    }

    [Fact]
    public void LengthsThatDifferAreRefused() =>
        Assert.Throws<ArgumentException>(() => RmsNorm.Apply(new float[4], new float[3], 1e-6f, new float[4]));
}
