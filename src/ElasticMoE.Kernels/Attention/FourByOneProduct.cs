using System.Runtime.CompilerServices;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>Four rows by one column.</summary>
internal static class FourByOneProduct<TForm, TVector, TStage>
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
        TVector r1 = TStage.Start<TForm, TVector>(ref result, stride);
        TVector r2 = TStage.Start<TForm, TVector>(ref result, 2 * stride);
        TVector r3 = TStage.Start<TForm, TVector>(ref result, 3 * stride);
        ref float left0 = ref operands.Left;
        ref float left1 = ref Unsafe.Add(ref left0, operands.LeftStride);
        ref float left2 = ref Unsafe.Add(ref left1, operands.LeftStride);
        ref float left3 = ref Unsafe.Add(ref left2, operands.LeftStride);
        ref float right = ref operands.Right;
        nint rightStride = operands.RightStride;
        nint count = operands.Count;
        for (nint k = 0; k < count; k++)
        {
            TVector column = TForm.Load(ref right, 0);
            TVector l = TForm.Create(Unsafe.Add(ref left0, k));
            r0 = TForm.Fma(l, column, r0);
            l = TForm.Create(Unsafe.Add(ref left1, k));
            r1 = TForm.Fma(l, column, r1);
            l = TForm.Create(Unsafe.Add(ref left2, k));
            r2 = TForm.Fma(l, column, r2);
            l = TForm.Create(Unsafe.Add(ref left3, k));
            r3 = TForm.Fma(l, column, r3);
            right = ref Unsafe.Add(ref right, rightStride);
        }
        float scale = operands.Scale;
        TForm.Store(TStage.Finish<TForm, TVector>(r0, scale), ref result, 0);
        TForm.Store(TStage.Finish<TForm, TVector>(r1, scale), ref result, stride);
        TForm.Store(TStage.Finish<TForm, TVector>(r2, scale), ref result, 2 * stride);
        TForm.Store(TStage.Finish<TForm, TVector>(r3, scale), ref result, 3 * stride);
    }
}
