using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Elementwise;

/// <summary>y + x.</summary>
internal readonly struct AddOperation : IBinaryOperation
{
    public float Apply(float y, float x) => y + x;

    public TVector Apply<TForm, TVector>(TVector y, TVector x)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct => TForm.Add(y, x);
}
