using ElasticMoE.Kernels.Elementwise;
using ElasticMoE.Kernels.Tests.Vectors;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Tests.Elementwise;

public sealed class ElementaryFunctionsTests
{
    [Fact]
    public void ExpIsWithinOneUnitInTheLastPlace()
    {
        double worst = 0;
        for (float x = -104.5f; x < 88.72f; x += 0.00013f)
            worst = Math.Max(worst, ErrorUlp(Math.Exp(x), ElementaryFunctions.Exp(x)));
        Assert.InRange(worst, 0.4, 1.0);
    }

    [Fact]
    public void SigmoidAndSiluAreAccurateAtBothEnds()
    {
        double worst = 0;
        for (float x = -87f; x < 87f; x += 0.0017f)
        {
            double sigmoid = 1 / (1 + Math.Exp(-(double)x));
            worst = Math.Max(worst, ErrorUlp(sigmoid, ElementaryFunctions.Sigmoid(x)));
            worst = Math.Max(worst, ErrorUlp(x * sigmoid, ElementaryFunctions.Silu(x)));
        }
        Assert.InRange(worst, 0.4, 3.0);
    }

    [Fact]
    public void TheEndsOfTheRangeBehave()
    {
        Assert.Equal(1f, ElementaryFunctions.Exp(0f));
        Assert.Equal(1f, ElementaryFunctions.Exp(-0f));
        Assert.Equal(0f, ElementaryFunctions.Exp(float.NegativeInfinity));
        Assert.Equal(0f, ElementaryFunctions.Exp(-1e30f));
        Assert.Equal(float.PositiveInfinity, ElementaryFunctions.Exp(float.PositiveInfinity));
        Assert.Equal(float.PositiveInfinity, ElementaryFunctions.Exp(88.73f));
        Assert.Equal(float.Epsilon, ElementaryFunctions.Exp(-103.2f));
        Assert.True(float.IsNaN(ElementaryFunctions.Exp(float.NaN)));
        Assert.Equal(0f, ElementaryFunctions.Sigmoid(float.NegativeInfinity));
        Assert.Equal(1f, ElementaryFunctions.Sigmoid(float.PositiveInfinity));
        Assert.Equal(0.5f, ElementaryFunctions.Sigmoid(0f));
        Assert.True(float.IsNaN(ElementaryFunctions.Silu(float.NaN)));
        Assert.Equal(1000f, ElementaryFunctions.Silu(1000f));
    }

    [Fact]
    public void ExpNeverFalls()
    {
        float before = 0f;
        for (float x = -105f; x < 89f; x += 0.0007f)
        {
            float e = ElementaryFunctions.Exp(x);
            Assert.True(e >= before, $"exp falls at {x:R}");
            before = e;
        }
    }

    // Steps through the bit patterns of all floats, both signs and NaN included.
    [Fact]
    public void AllFormsAgreeOverTheWholeRangeOfFloats()
    {
        float[] x = new float[1 << 18];
        for (int i = 0; i < x.Length; i++)
            x[i] = BitConverter.UInt32BitsToSingle(unchecked((uint)i * 16411u));
        float[] expected = new float[x.Length];
        float[] actual = new float[x.Length];
        UnaryLoop.Run(KernelForm.Scalar, default(SiluOperation), x, expected);
        foreach (KernelForm form in (KernelForm[])[KernelForm.Vector256, KernelForm.Vector512])
        {
            UnaryLoop.Run(form, default(SiluOperation), x, actual);
            FloatBits.AssertEqual(expected, actual, form.ToString());
        }
    }

    private static double ErrorUlp(double exact, float actual)
    {
        double magnitude = Math.Max(Math.Abs(exact), Math.ScaleB(1, -126));
        double ulp = Math.ScaleB(1, Math.ILogB(magnitude) - 23);
        return Math.Abs(actual - exact) / ulp;
    }
}
