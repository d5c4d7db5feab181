using System.Runtime.CompilerServices;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Elementwise;

/// <summary>x · sigmoid(x).</summary>
internal readonly struct SiluOperation : IUnaryOperation
{
    public float Apply(float x) => x * default(SigmoidOperation).Apply(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TForm, TVector>(TVector x)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct => TForm.Multiply(x, default(SigmoidOperation).Apply<TForm, TVector>(x));
}
