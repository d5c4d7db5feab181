using ElasticMoE.Kernels.Elementwise;
using ElasticMoE.Kernels.Tests.Vectors;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Tests.Elementwise;

public sealed class ElementwiseFormTests
{
    [Fact]
    public void ExpAgrees() => Unary(default(ExpOperation));

    [Fact]
    public void SigmoidAgrees() => Unary(default(SigmoidOperation));

    [Fact]
    public void SiluAgrees() => Unary(default(SiluOperation));

    [Fact]
    public void ScaleAgrees() => Unary(new ScaleOperation(0.7f));

    [Fact]
    public void AddAgrees() => Binary(default(AddOperation));

    [Fact]
    public void AddScaledAgrees() => Binary(new AddScaledOperation(-1.3f));

    [Fact]
    public void SwiGluAgrees() => Binary(default(SwiGluOperation));

    [Fact]
    public void ClampedSwiGluAgrees() => Binary(new ClampedSwiGluOperation(1.702f, 2f));

    [Fact]
    public void ABrokenFormIsNoticed() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Unary(default(DoublyRoundedOperation)));

    [Fact]
    public void LengthsThatDifferAreRefused()
    {
        Assert.Throws<ArgumentException>(() => Kernels.Elementwise.Elementwise.Add(new float[3], new float[4]));
        Assert.Throws<ArgumentException>(() => ElementaryFunctions.Exp(new float[3], new float[4]));
    }

    private static void Unary<TOperation>(TOperation operation)
        where TOperation : struct, IUnaryOperation =>
        FormsAgree.ForEveryLength((form, _, data) => UnaryLoop.Run(form, operation, data, data));

    private static void Binary<TOperation>(TOperation operation)
        where TOperation : struct, IBinaryOperation =>
        FormsAgree.ForEveryLength((form, weights, data) => BinaryLoop.Run(form, operation, data, weights, data));

    /// <summary>Its vector form rounds the product by itself; its definition doesn't.</summary>
    private readonly struct DoublyRoundedOperation : IUnaryOperation
    {
        public float Apply(float x) => MathF.FusedMultiplyAdd(x, 0.1f, 1f);

        public TVector Apply<TForm, TVector>(TVector x)
            where TForm : struct, IVectorForm<TVector>
            where TVector : struct => TForm.Add(TForm.Multiply(x, TForm.Create(0.1f)), TForm.Create(1f));
    }
}
