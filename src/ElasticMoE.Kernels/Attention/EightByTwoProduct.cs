using System.Runtime.CompilerServices;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>Eight rows by two columns.</summary>
internal static class EightByTwoProduct<TForm, TVector, TStage>
    where TForm : struct, IVectorForm<TVector>
    where TVector : struct
    where TStage : struct, IProductStage
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in TileOperands operands)
    {
        ref float result = ref operands.Result;
        nint stride = operands.ResultStride, column = operands.ResultColumn;
        TVector r0a = TStage.Start<TForm, TVector>(ref result, 0);
        TVector r0b = TStage.Start<TForm, TVector>(ref result, column);
        TVector r1a = TStage.Start<TForm, TVector>(ref result, stride);
        TVector r1b = TStage.Start<TForm, TVector>(ref result, stride + column);
        TVector r2a = TStage.Start<TForm, TVector>(ref result, 2 * stride);
        TVector r2b = TStage.Start<TForm, TVector>(ref result, (2 * stride) + column);
        TVector r3a = TStage.Start<TForm, TVector>(ref result, 3 * stride);
        TVector r3b = TStage.Start<TForm, TVector>(ref result, (3 * stride) + column);
        TVector r4a = TStage.Start<TForm, TVector>(ref result, 4 * stride);
        TVector r4b = TStage.Start<TForm, TVector>(ref result, (4 * stride) + column);
        TVector r5a = TStage.Start<TForm, TVector>(ref result, 5 * stride);
        TVector r5b = TStage.Start<TForm, TVector>(ref result, (5 * stride) + column);
        TVector r6a = TStage.Start<TForm, TVector>(ref result, 6 * stride);
        TVector r6b = TStage.Start<TForm, TVector>(ref result, (6 * stride) + column);
        TVector r7a = TStage.Start<TForm, TVector>(ref result, 7 * stride);
        TVector r7b = TStage.Start<TForm, TVector>(ref result, (7 * stride) + column);
        ref float left0 = ref operands.Left;
        ref float left1 = ref Unsafe.Add(ref left0, operands.LeftStride);
        ref float left2 = ref Unsafe.Add(ref left1, operands.LeftStride);
        ref float left3 = ref Unsafe.Add(ref left2, operands.LeftStride);
        ref float left4 = ref Unsafe.Add(ref left3, operands.LeftStride);
        ref float left5 = ref Unsafe.Add(ref left4, operands.LeftStride);
        ref float left6 = ref Unsafe.Add(ref left5, operands.LeftStride);
        ref float left7 = ref Unsafe.Add(ref left6, operands.LeftStride);
        ref float right = ref operands.Right;
        nint rightStride = operands.RightStride, rightColumn = operands.RightColumn;
        for (nint k = 0, count = operands.Count; k < count; k++)
        {
            TVector a = TForm.Load(ref right, 0);
            TVector b = TForm.Load(ref right, rightColumn);
            TVector l = TForm.Create(Unsafe.Add(ref left0, k));
            r0a = TForm.Fma(l, a, r0a);
            r0b = TForm.Fma(l, b, r0b);
            l = TForm.Create(Unsafe.Add(ref left1, k));
            r1a = TForm.Fma(l, a, r1a);
            r1b = TForm.Fma(l, b, r1b);
            l = TForm.Create(Unsafe.Add(ref left2, k));
            r2a = TForm.Fma(l, a, r2a);
            r2b = TForm.Fma(l, b, r2b);
            l = TForm.Create(Unsafe.Add(ref left3, k));
            r3a = TForm.Fma(l, a, r3a);
            r3b = TForm.Fma(l, b, r3b);
            l = TForm.Create(Unsafe.Add(ref left4, k));
            r4a = TForm.Fma(l, a, r4a);
            r4b = TForm.Fma(l, b, r4b);
            l = TForm.Create(Unsafe.Add(ref left5, k));
            r5a = TForm.Fma(l, a, r5a);
            r5b = TForm.Fma(l, b, r5b);
            l = TForm.Create(Unsafe.Add(ref left6, k));
            r6a = TForm.Fma(l, a, r6a);
            r6b = TForm.Fma(l, b, r6b);
            l = TForm.Create(Unsafe.Add(ref left7, k));
            r7a = TForm.Fma(l, a, r7a);
            r7b = TForm.Fma(l, b, r7b);
            right = ref Unsafe.Add(ref right, rightStride);
        }
        float scale = operands.Scale;
        PairStore<TForm, TVector, TStage>.Run(r0a, r0b, scale, ref result, column);
        PairStore<TForm, TVector, TStage>.Run(r1a, r1b, scale, ref Unsafe.Add(ref result, stride), column);
        PairStore<TForm, TVector, TStage>.Run(r2a, r2b, scale, ref Unsafe.Add(ref result, 2 * stride), column);
        PairStore<TForm, TVector, TStage>.Run(r3a, r3b, scale, ref Unsafe.Add(ref result, 3 * stride), column);
        PairStore<TForm, TVector, TStage>.Run(r4a, r4b, scale, ref Unsafe.Add(ref result, 4 * stride), column);
        PairStore<TForm, TVector, TStage>.Run(r5a, r5b, scale, ref Unsafe.Add(ref result, 5 * stride), column);
        PairStore<TForm, TVector, TStage>.Run(r6a, r6b, scale, ref Unsafe.Add(ref result, 6 * stride), column);
        PairStore<TForm, TVector, TStage>.Run(r7a, r7b, scale, ref Unsafe.Add(ref result, 7 * stride), column);
    }
}
