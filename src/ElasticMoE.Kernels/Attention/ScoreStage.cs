using System.Runtime.CompilerServices;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>Scores start from 0 and are scaled at the end.</summary>
internal readonly struct ScoreStage : IProductStage
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Start<TForm, TVector>(ref float result, nint index)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct => TForm.Create(0f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Finish<TForm, TVector>(TVector value, float scale)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct => TForm.Multiply(value, TForm.Create(scale));
}
