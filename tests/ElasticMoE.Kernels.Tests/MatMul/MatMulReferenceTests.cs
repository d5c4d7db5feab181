using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Tests.Vectors;
using ElasticMoE.Testing;
using Product = ElasticMoE.Kernels.MatMul.MatMul;

namespace ElasticMoE.Kernels.Tests.MatMul;

/// <summary>The scalar product is what the contract says, computed here from unpacked weights.</summary>
public sealed class MatMulReferenceTests
{
    [Theory]
    [InlineData(WeightFormat.F32)]
    [InlineData(WeightFormat.Bf16)]
    public void FloatOutputsAreChainsOverAscendingInputs(WeightFormat format)
    {
        var matMul = new MatMulCase(format, new MatMulShape(3, 37, 51), seed: 7, FloatKinds.Finite);
        float[] weights = Unpack(matMul);
        float[] y = matMul.Run(MatMulVariant.Scalar);
        for (int i = 0; i < y.Length; i++)
        {
            (int row, int output) = Math.DivRem(i, matMul.Shape.Outputs);
            float acc = 0;
            for (int k = 0; k < matMul.Shape.Inputs; k++)
                acc = MathF.FusedMultiplyAdd(weights[(output * matMul.Shape.Inputs) + k], matMul.Values[(row * matMul.Shape.Inputs) + k], acc);
            Assert.Equal(FloatBits.Of(acc), FloatBits.Of(y[i]));
        }
    }

    [Theory]
    [InlineData(WeightFormat.Q8)]
    [InlineData(WeightFormat.Q4)]
    public void QuantizedOutputsAreChainsOverBlocks(WeightFormat format)
    {
        var matMul = new MatMulCase(format, new MatMulShape(3, 37, 160), seed: 8);
        float[] weights = Unpack(matMul);
        float[] y = matMul.Run(MatMulVariant.Scalar);
        for (int i = 0; i < y.Length; i++)
        {
            (int row, int output) = Math.DivRem(i, matMul.Shape.Outputs);
            ReadOnlySpan<float> w = weights.AsSpan(output * matMul.Shape.Inputs, matMul.Shape.Inputs);
            ReadOnlySpan<sbyte> x = matMul.Quantized.Slice(row * matMul.Shape.Inputs, matMul.Shape.Inputs);
            double expected = 0;
            for (int k = 0; k < w.Length; k++)
                expected += (double)w[k] * x[k] * matMul.Scales[((row * w.Length) + k) / PanelLayout.BlockInputs];
            Assert.Equal(expected, y[i], 1e-4);
        }
    }

    [Fact]
    public void ProductsOfTheLargestBytesDoNotSaturate()
    {
        foreach (sbyte x in (sbyte[])[-128, -127, 127])
        {
            foreach (MatMulVariant variant in MatMulVariants.Vectors(WeightFormat.Q8).Append(MatMulVariant.Scalar))
            {
                AssertBlockOfEqualValues(WeightFormat.Q8, variant, -1f, x, -127);
                AssertBlockOfEqualValues(WeightFormat.Q8, variant, 1f, x, 127);
                AssertBlockOfEqualValues(WeightFormat.Q4, variant, -8f, x, -8);
            }
        }
    }

    [Theory]
    [InlineData(-128)]
    [InlineData(-127)]
    [InlineData(127)]
    public void ABlockOfTheLargestNibblesDoesNotSaturate(sbyte x)
    {
        // The scale of that row is 1; bytes of 0xFF are two weights of 7, stored as 15.
        byte[] panel = MatMulCase.Pack(WeightFormat.Q4, new MatMulShape(1, 1, 32), Enumerable.Repeat(-8f, 32).ToArray());
        panel.AsSpan(2 * 2 * PanelLayout.PanelRows).Fill(0xFF);
        foreach (MatMulVariant variant in MatMulVariants.Vectors(WeightFormat.Q4).Append(MatMulVariant.Scalar))
            Assert.Equal(7f * x * 32, MultiplyBlock(WeightFormat.Q4, variant, panel, x));
    }

    [Fact]
    public void AWeightByteOfMinus128IsExact()
    {
        byte[] panel = new byte[PanelLayout.PanelBytes(WeightFormat.Q8, 32)];
        PanelLayout.PackPanel(WeightFormat.Q8, Enumerable.Repeat(127f, 32).ToArray(), 1, 32, panel);

        // The scale of that row is 1; a stored byte of 0 is the weight -128, which the quantizer itself never makes.
        panel.AsSpan(2 * 2 * PanelLayout.PanelRows).Clear();
        foreach (MatMulVariant variant in MatMulVariants.Vectors(WeightFormat.Q8).Append(MatMulVariant.Scalar))
            Assert.Equal(-128f * -128 * 32, MultiplyBlock(WeightFormat.Q8, variant, panel, -128));
    }

    [Theory]
    [InlineData(WeightFormat.Q8, float.NaN)]
    [InlineData(WeightFormat.Q8, float.PositiveInfinity)]
    [InlineData(WeightFormat.Q4, float.NaN)]
    [InlineData(WeightFormat.Q4, float.NegativeInfinity)]
    public void AWeightThatIsNotFinitePoisonsItsOutputOnly(WeightFormat format, float poison)
    {
        float[] weights = Enumerable.Repeat(1f, 2 * 64).ToArray();
        weights[40] = poison;
        byte[] panel = MatMulCase.Pack(format, new MatMulShape(1, 2, 64), weights);
        float[] y = new float[2];
        var rows = new MatMulRows { Quantized = new sbyte[64], Scales = new float[2], Sums = new int[2], Count = 1, Inputs = 64 };
        Product.Multiply(format, panel, 2, rows, y, 2);
        Assert.True(float.IsNaN(y[0]));
        Assert.Equal(0f, y[1]);
    }

    [Fact]
    public void LengthsThatDoNotFitAreRefused()
    {
        byte[] panels = new byte[PanelLayout.MatrixBytes(WeightFormat.F32, 20, 8)];
        float[] x = new float[3 * 8];
        Assert.Throws<ArgumentException>("panels", () => Multiply(panels.AsSpan(1), x, 3, new float[60], 20));
        Assert.Throws<ArgumentException>("Values", () => Multiply(panels, x.AsSpan(1), 3, new float[60], 20));
        Assert.Throws<ArgumentException>("y", () => Multiply(panels, x, 3, new float[59], 20));
        Assert.Throws<ArgumentException>("yStride", () => Multiply(panels, x, 3, new float[60], 19));
        Multiply(panels, x, 3, new float[60], 20);

        static void Multiply(ReadOnlySpan<byte> panels, ReadOnlySpan<float> x, int count, Span<float> y, int stride) =>
            Product.Multiply(WeightFormat.F32, panels, 20, new MatMulRows { Values = x, Count = count, Inputs = 8 }, y, stride);
    }

    private static void AssertBlockOfEqualValues(WeightFormat format, MatMulVariant variant, float weight, sbyte x, int quantizedWeight)
    {
        byte[] panel = MatMulCase.Pack(format, new MatMulShape(1, 1, 32), Enumerable.Repeat(weight, 32).ToArray());
        float[] unpacked = new float[PanelLayout.PanelRows * 32];
        PanelLayout.UnpackPanel(format, panel, 32, unpacked);
        float scale = unpacked[0] / quantizedWeight;
        Assert.Equal((float)(32 * quantizedWeight * x) * scale, MultiplyBlock(format, variant, panel, x));
    }

    private static float MultiplyBlock(WeightFormat format, MatMulVariant variant, byte[] panel, sbyte x)
    {
        sbyte[] quantized = new sbyte[32];
        Array.Fill(quantized, x);
        var rows = new MatMulRows { Quantized = quantized, Scales = [1f], Sums = [32 * x], Count = 1, Inputs = 32 };
        float[] y = new float[1];
        Product.Multiply(variant, format, panel, rows, new MatMulResult(y, 1, 1));
        return y[0];
    }

    private static float[] Unpack(MatMulCase matMul)
    {
        int panelBytes = (int)PanelLayout.PanelBytes(matMul.Format, matMul.Shape.Inputs);
        int panels = PanelLayout.PanelCount(matMul.Shape.Outputs);
        int panelValues = PanelLayout.PanelRows * matMul.Shape.Inputs;
        float[] weights = new float[panels * panelValues];
        for (int panel = 0; panel < panels; panel++)
        {
            PanelLayout.UnpackPanel(
                matMul.Format,
                matMul.Panels.Slice(panel * panelBytes, panelBytes),
                matMul.Shape.Inputs,
                weights.AsSpan(panel * panelValues, panelValues));
        }

        return weights;
    }
}
