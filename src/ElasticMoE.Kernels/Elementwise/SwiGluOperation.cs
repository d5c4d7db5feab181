using System.Runtime.CompilerServices;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Elementwise;

/// <summary>silu(gate) · up.</summary>
internal readonly struct SwiGluOperation : IBinaryOperation
{
    public float Apply(float gate, float up) => default(SiluOperation).Apply(gate) * up;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TForm, TVector>(TVector gate, TVector up)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct => TForm.Multiply(default(SiluOperation).Apply<TForm, TVector>(gate), up);
}
