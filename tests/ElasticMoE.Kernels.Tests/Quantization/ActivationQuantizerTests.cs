using System.Runtime.Intrinsics.X86;
using ElasticMoE.Kernels.Quantization;
using ElasticMoE.Kernels.Tests.Vectors;
using ElasticMoE.Testing;

namespace ElasticMoE.Kernels.Tests.Quantization;

public sealed class ActivationQuantizerTests
{
    private static readonly KernelForm[] VectorForms =
    [
        .. (Avx2.IsSupported ? (KernelForm[])[KernelForm.Vector256] : []),
        .. (Avx512F.IsSupported ? (KernelForm[])[KernelForm.Vector512] : []),
    ];

    private static readonly KernelForm[] AllForms = [KernelForm.Scalar, .. VectorForms];

    [Fact]
    public void TheVectorFormsEqualTheScalarOne()
    {
        FloatKinds[] kinds = [FloatKinds.Ordinary, FloatKinds.Finite, FloatKinds.Subnormals, FloatKinds.Finite | FloatKinds.NotFinite];
        for (int seed = 0; seed < 400; seed++)
        {
            float[] x = new SeededFloats(seed).Take(32 * (seed % 9), kinds[seed % kinds.Length]);
            (sbyte[] q, float[] scales, int[] sums) = Quantize(KernelForm.Scalar, x, GuardSide.End);
            foreach (KernelForm form in VectorForms)
            {
                foreach (GuardSide side in Enum.GetValues<GuardSide>())
                {
                    (sbyte[] vectorQ, float[] vectorScales, int[] vectorSums) = Quantize(form, x, side);
                    Assert.Equal(q, vectorQ);
                    FloatBits.AssertEqual(scales, vectorScales, "scales");
                    Assert.Equal(sums, vectorSums);
                }
            }
        }
    }

    [Fact]
    public void ScalesQuantizedValuesAndSumsAreAsDefined()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            float[] x = new SeededFloats(seed).Take(32, FloatKinds.Zeros);
            (sbyte[] q, float[] scales, int[] sums) = Quantize(KernelForm.Scalar, x, GuardSide.End);
            float scale = x.Max(MathF.Abs) / 127f;
            Assert.Equal(scale, scales[0]);
            Assert.Equal(Array.ConvertAll(x, value => (sbyte)Math.Round((double)(value * (1f / scale)))), q);
            Assert.Equal(q.Sum(value => value), sums[0]);
        }
    }

    [Fact]
    public void HalvesGoToTheEvenNeighbour()
    {
        float[] x = new float[32];
        (x[0], x[1], x[2], x[3], x[4]) = (127f, 0.5f, 1.5f, 2.5f, -2.5f);
        foreach (KernelForm form in AllForms)
            Assert.Equal(new sbyte[] { 127, 0, 2, 2, -2, 0 }, Quantize(form, x, GuardSide.End).Q[..6]);
    }

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.NaN)]
    [InlineData(float.NegativeInfinity, float.NaN)]
    public void ABlockWithoutAUsableScaleHasZeros(float value, float scale)
    {
        float[] x = [.. new float[32], .. Enumerable.Repeat(1f, 32)];
        x[31] = value;
        foreach (KernelForm form in AllForms)
        {
            (sbyte[] q, float[] scales, int[] sums) = Quantize(form, x, GuardSide.End);
            Assert.Equal(new sbyte[32], q[..32]);
            Assert.Equal(scale, scales[0]);
            Assert.Equal([0, 32 * 127], sums);
        }
    }

    private static (sbyte[] Q, float[] Scales, int[] Sums) Quantize(KernelForm form, float[] x, GuardSide side)
    {
        using GuardedMemory<float> source = GuardedMemory<float>.CopyOf(x, side);
        using GuardedMemory<sbyte> q = new(x.Length, side);
        using GuardedMemory<float> scales = new(x.Length / 32, side);
        using GuardedMemory<int> sums = new(x.Length / 32, side);
        ActivationQuantizer.Quantize(form, source.Span, q.Span, scales.Span, sums.Span);
        return (q.Span.ToArray(), scales.Span.ToArray(), sums.Span.ToArray());
    }
}
