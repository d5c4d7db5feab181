using System.Runtime.CompilerServices;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>One row by one column.</summary>
internal static class OneByOneProduct<TForm, TVector, TStage>
    where TForm : struct, IVectorForm<TVector>
    where TVector : struct
    where TStage : struct, IProductStage
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in TileOperands operands)
    {
        ref float result = ref operands.Result;
        nint stride = operands.ResultStride;
        TVector r0 = TStage.Start<TForm, TVector>(ref result, 0);
        ref float left0 = ref operands.Left;
        ref float right = ref operands.Right;
        nint rightStride = operands.RightStride;
        nint count = operands.Count;
        for (nint k = 0; k < count; k++)
        {
            TVector column = TForm.Load(ref right, 0);
            TVector l = TForm.Create(Unsafe.Add(ref left0, k));
            r0 = TForm.Fma(l, column, r0);
            right = ref Unsafe.Add(ref right, rightStride);
        }
        float scale = operands.Scale;
        TForm.Store(TStage.Finish<TForm, TVector>(r0, scale), ref result, 0);
    }
}
