using ElasticMoE.Kernels.SelfTest;
using ElasticMoE.Kernels.Tests.Vectors;

namespace ElasticMoE.Kernels.Tests.SelfTest;

public sealed class MatMulSelfTestCasesTests
{
    [Fact]
    public void TheChosenFormsGiveTheReferenceBits()
    {
        foreach (ISelfTestCase testCase in MatMulSelfTestCases.All())
        {
            float[] expected = Run(testCase, KernelForm.Scalar);
            FloatBits.AssertEqual(expected, Run(testCase, testCase.Operation.Form), testCase.Name);
            Assert.True(expected.Distinct().Count() > 30, $"{testCase.Name} has too few different outputs to tell forms apart.");
        }
    }

    [Fact]
    public void EveryWeightFormatHasACase()
    {
        string[] names = [.. MatMulSelfTestCases.All().Select(testCase => testCase.Operation.Name).Distinct()];
        Assert.Equal(["quantize.activations", "matmul.f32", "matmul.bf16", "matmul.q8", "matmul.q4", "matmul.q6k", "matmul.q4k", "matmul.mxfp4"], names);
    }

    private static float[] Run(ISelfTestCase testCase, KernelForm form)
    {
        float[] output = new float[testCase.OutputLength];
        testCase.Run(form, output);
        return output;
    }
}
