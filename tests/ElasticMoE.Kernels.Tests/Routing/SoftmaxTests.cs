using ElasticMoE.Kernels.Routing;
using ElasticMoE.Kernels.Tests.Vectors;
using ElasticMoE.Testing;

namespace ElasticMoE.Kernels.Tests.Routing;

public sealed class SoftmaxTests
{
    [Fact]
    public void AllFormsAgree() => FormsAgree.ForEveryLength((form, _, data) => Softmax.Apply(form, data));

    [Fact]
    public void MatchesTheFormulaInDouble()
    {
        float[] x = new SeededFloats(5).Take(513);
        double sum = x.Sum(value => Math.Exp(value));
        float[] y = [.. x];
        Softmax.Apply(y);
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(Math.Exp(x[i]) / sum, y[i], 1e-8);
    }

    [Fact]
    public void LargeInputsDontOverflow()
    {
        float[] x = [1e30f, 1e30f, -1e30f, float.NegativeInfinity];
        Softmax.Apply(x);
        Assert.Equal([0.5f, 0.5f, 0f, 0f], x);
    }

    [Fact]
    public void NaNReachesEveryResult()
    {
        float[] x = [1f, float.NaN, 2f];
        Softmax.Apply(x);
        Assert.All(x, value => Assert.True(float.IsNaN(value)));
    }
}
