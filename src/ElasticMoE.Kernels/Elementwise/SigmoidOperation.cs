using System.Runtime.CompilerServices;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Elementwise;

/// <summary>1 / (1 + exp(−x)): at the low end exp overflows to infinity and the quotient is 0, at the high end it is 1.</summary>
internal readonly struct SigmoidOperation : IUnaryOperation
{
    public float Apply(float x) => 1f / (1f + default(ExpOperation).Apply(0f - x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TForm, TVector>(TVector x)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct
    {
        TVector one = TForm.Create(1f);
        TVector e = default(ExpOperation).Apply<TForm, TVector>(TForm.Subtract(TForm.Create(0f), x));
        return TForm.Divide(one, TForm.Add(one, e));
    }
}
