using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Elementwise;

/// <summary>fma(weight, x, accumulator).</summary>
internal readonly struct AddScaledOperation(float weight) : IBinaryOperation
{
    public float Apply(float accumulator, float x) => MathF.FusedMultiplyAdd(weight, x, accumulator);

    public TVector Apply<TForm, TVector>(TVector accumulator, TVector x)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct => TForm.Fma(TForm.Create(weight), x, accumulator);
}
