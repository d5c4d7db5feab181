using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Elementwise;

/// <summary>x / divisor.</summary>
internal readonly struct DivideOperation(float divisor) : IUnaryOperation
{
    public float Apply(float x) => x / divisor;

    public TVector Apply<TForm, TVector>(TVector x)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct => TForm.Divide(x, TForm.Create(divisor));
}
