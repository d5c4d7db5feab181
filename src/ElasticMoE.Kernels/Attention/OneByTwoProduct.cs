using System.Runtime.CompilerServices;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>One row by two columns.</summary>
internal static class OneByTwoProduct<TForm, TVector, TStage>
    where TForm : struct, IVectorForm<TVector>
    where TVector : struct
    where TStage : struct, IProductStage
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in TileOperands operands)
    {
        ref float result = ref operands.Result;
        nint stride = operands.ResultStride;
        nint column = operands.ResultColumn;
        TVector r0a = TStage.Start<TForm, TVector>(ref result, 0);
        TVector r0b = TStage.Start<TForm, TVector>(ref result, column);
        ref float left0 = ref operands.Left;
        ref float right = ref operands.Right;
        nint rightStride = operands.RightStride;
        nint rightColumn = operands.RightColumn;
        nint count = operands.Count;
        for (nint k = 0; k < count; k++)
        {
            TVector a = TForm.Load(ref right, 0);
            TVector b = TForm.Load(ref right, rightColumn);
            TVector l = TForm.Create(Unsafe.Add(ref left0, k));
            r0a = TForm.Fma(l, a, r0a);
            r0b = TForm.Fma(l, b, r0b);
            right = ref Unsafe.Add(ref right, rightStride);
        }
        float scale = operands.Scale;
        PairStore<TForm, TVector, TStage>.Run(r0a, r0b, scale, ref result, column);
    }
}
