using System.Runtime.CompilerServices;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>Stores the two columns of a row.</summary>
internal static class PairStore<TForm, TVector, TStage>
    where TForm : struct, IVectorForm<TVector>
    where TVector : struct
    where TStage : struct, IProductStage
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(TVector a, TVector b, float scale, ref float result, nint column)
    {
        TForm.Store(TStage.Finish<TForm, TVector>(a, scale), ref result, 0);
        TForm.Store(TStage.Finish<TForm, TVector>(b, scale), ref result, column);
    }
}
