using System.Runtime.CompilerServices;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Elementwise;

/// <summary>g = min(gate, limit), u = clamp(up, ±limit); (u + 1) · (g · sigmoid(alpha · g)). NaN passes the clamps.</summary>
internal readonly struct ClampedSwiGluOperation(float alpha, float limit) : IBinaryOperation
{
    public float Apply(float gate, float up)
    {
        float g = gate > limit ? limit : gate;
        float u = up > limit ? limit : up;
        u = -limit > u ? -limit : u;
        return (u + 1f) * (g * default(SigmoidOperation).Apply(alpha * g));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TForm, TVector>(TVector gate, TVector up)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct
    {
        TVector high = TForm.Create(limit);
        TVector low = TForm.Create(-limit);
        TVector g = TForm.IfGreater(gate, high, high, gate);
        TVector u = TForm.IfGreater(up, high, high, up);
        u = TForm.IfGreater(low, u, low, u);
        TVector sigmoid = default(SigmoidOperation).Apply<TForm, TVector>(TForm.Multiply(TForm.Create(alpha), g));
        return TForm.Multiply(TForm.Add(u, TForm.Create(1f)), TForm.Multiply(g, sigmoid));
    }
}
