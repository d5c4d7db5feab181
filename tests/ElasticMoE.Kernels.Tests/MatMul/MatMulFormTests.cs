using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Tests.Vectors;
using ElasticMoE.Testing;

namespace ElasticMoE.Kernels.Tests.MatMul;

/// <summary>Every variant of the product gives the reference's bits, and none reads or writes past a buffer.</summary>
public sealed class MatMulFormTests
{
    private const int InputsMax = 256;
    private const int OutputsMax = 70;
    private const int RowsMax = 40;

    [Theory]
    [InlineData(WeightFormat.F32)]
    [InlineData(WeightFormat.Bf16)]
    [InlineData(WeightFormat.Q8)]
    [InlineData(WeightFormat.Q4)]
    public void EveryVariantEqualsTheReferenceForEveryInputCount(WeightFormat format)
    {
        var random = new Random(1);
        int inputsStep = format is WeightFormat.F32 or WeightFormat.Bf16 ? 1 : PanelLayout.BlockInputs;
        int shapesPerStep = inputsStep == 1 ? 1 : 12;
        for (int inputs = 0; inputs <= InputsMax; inputs += inputsStep)
        {
            for (int i = 0; i < shapesPerStep; i++)
            {
                var shape = new MatMulShape(random.Next(1, RowsMax + 1), random.Next(1, OutputsMax + 1), inputs);
                FloatKinds kinds = random.Next(3) == 0 ? FloatKinds.Finite : FloatKinds.Ordinary;
                AssertVariantsEqualReference(new MatMulCase(format, shape, random.Next(), kinds), random.Next(3));
            }
        }
    }

    [Theory]
    [InlineData(WeightFormat.F32)]
    [InlineData(WeightFormat.Bf16)]
    [InlineData(WeightFormat.Q8)]
    [InlineData(WeightFormat.Q4)]
    public void EveryRowCountEqualsTheReference(WeightFormat format)
    {
        for (int rows = 1; rows <= RowsMax; rows++)
            AssertVariantsEqualReference(new MatMulCase(format, new MatMulShape(rows, 6 * PanelLayout.PanelRows, 64), rows), 0);
    }

    [Theory]
    [InlineData(WeightFormat.F32)]
    [InlineData(WeightFormat.Bf16)]
    [InlineData(WeightFormat.Q8)]
    [InlineData(WeightFormat.Q4)]
    public void ValuesThatAreNotFiniteSpreadAsInTheReference(WeightFormat format)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var matMul = new MatMulCase(format, new MatMulShape(9, 70, 96), seed, FloatKinds.Finite | FloatKinds.NotFinite);
            AssertVariantsEqualReference(matMul, 0);
        }
    }

    [Theory]
    [InlineData(WeightFormat.F32, 1501)]
    [InlineData(WeightFormat.Bf16, 1501)]
    [InlineData(WeightFormat.Q8, 1504)]
    [InlineData(WeightFormat.Q4, 1504)]
    public void ManyInputsInSeveralRunsEqualTheReference(WeightFormat format, int inputs) =>
        AssertVariantsEqualReference(new MatMulCase(format, new MatMulShape(15, 83, inputs), seed: 3), 5);

    [Theory]
    [InlineData(WeightFormat.F32)]
    [InlineData(WeightFormat.Bf16)]
    [InlineData(WeightFormat.Q8)]
    [InlineData(WeightFormat.Q4)]
    public void MoreRowsThanABlockEqualTheReference(WeightFormat format) =>
        AssertVariantsEqualReference(new MatMulCase(format, new MatMulShape(Rows: 70, Outputs: 67, Inputs: 12_000 / 32 * 32), seed: 4), 0);

    private static void AssertVariantsEqualReference(MatMulCase matMul, int gap)
    {
        float[] expected = matMul.Run(MatMulVariant.Scalar);
        foreach (MatMulVariant variant in MatMulVariants.Vectors(matMul.Format))
        {
            foreach (GuardSide side in Enum.GetValues<GuardSide>())
                FloatBits.AssertEqual(expected, matMul.Run(variant, side, gap), $"{variant} {matMul.Format} {matMul.Shape}, guard at {side}");
        }
    }
}
