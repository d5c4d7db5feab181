using System.Runtime.CompilerServices;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>Outputs go on from the panel before.</summary>
internal readonly struct ValueStage : IProductStage
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Start<TForm, TVector>(ref float result, nint index)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct => TForm.Load(ref result, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Finish<TForm, TVector>(TVector value, float scale)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct => value;
}
