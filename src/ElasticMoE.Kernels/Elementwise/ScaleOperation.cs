using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Elementwise;

/// <summary>x · factor.</summary>
internal readonly struct ScaleOperation(float factor) : IUnaryOperation
{
    public float Apply(float x) => x * factor;

    public TVector Apply<TForm, TVector>(TVector x)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct => TForm.Multiply(x, TForm.Create(factor));
}
