using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Tests.Vectors;

namespace ElasticMoE.Kernels.Tests.MatMul;

/// <summary>An output's bits depend on its weight row and its activation row alone.</summary>
public sealed class MatMulInvarianceTests
{
    [Theory]
    [InlineData(WeightFormat.F32)]
    [InlineData(WeightFormat.Bf16)]
    [InlineData(WeightFormat.Q8)]
    [InlineData(WeightFormat.Q4)]
    public void ARowAloneEqualsTheRowAmongOthers(WeightFormat format)
    {
        var matMul = new MatMulCase(format, new MatMulShape(23, 150, 640), seed: 5);
        foreach (MatMulVariant variant in MatMulVariants.Vectors(format))
        {
            float[] all = matMul.Run(variant);
            for (int row = 0; row < matMul.Shape.Rows; row++)
                FloatBits.AssertEqual(all.AsSpan(row * matMul.Shape.Outputs, matMul.Shape.Outputs), matMul.RunRow(variant, row), $"row {row}");
        }
    }

    [Theory]
    [InlineData(WeightFormat.F32)]
    [InlineData(WeightFormat.Bf16)]
    [InlineData(WeightFormat.Q8)]
    [InlineData(WeightFormat.Q4)]
    public void PanelsSplitOverCallsEqualOneCall(WeightFormat format)
    {
        var matMul = new MatMulCase(format, new MatMulShape(8, 150, 640), seed: 6);
        foreach (MatMulVariant variant in MatMulVariants.Vectors(format))
        {
            float[] whole = matMul.Run(variant);
            for (int panels = 1; panels < PanelLayout.PanelCount(matMul.Shape.Outputs); panels++)
                FloatBits.AssertEqual(whole, matMul.RunSplit(variant, panels), $"{panels} panels a call");
        }
    }
}
