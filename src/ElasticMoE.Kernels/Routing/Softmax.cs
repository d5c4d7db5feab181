using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ElasticMoE.Kernels.Elementwise;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Routing;

/// <summary>
/// Softmax of one row, in two passes: the exact maximum, then e = exp(x − maximum), their sum in 16 lanes by index mod 16 with the fixed
/// tree, and e / sum. A NaN among the values makes all results NaN.
/// </summary>
public static class Softmax
{
    internal static readonly KernelOperation Operation = new("softmax", KernelOperation.WidestWithFma());

    /// <summary>Replaces the values by their softmax.</summary>
    public static void Apply(Span<float> x) => Apply(Operation.Form, x);

    internal static void Apply(KernelForm form, Span<float> x)
    {
        float sum = form switch
        {
            KernelForm.Vector512 => VectorExpSum<Form512, Vector512<float>>(x),
            KernelForm.Vector256 => VectorExpSum<Form256, Lanes256>(x),
            _ => ScalarExpSum(x),
        };
        UnaryLoop.Run(form, new DivideOperation(sum), x, x);
    }

    private static float ScalarExpSum(Span<float> x)
    {
        float maximum = float.NegativeInfinity;
        foreach (float value in x)
            maximum = value > maximum ? value : maximum;
        Span<float> lanes = stackalloc float[LaneSums.Lanes];
        lanes.Clear();
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = ElementaryFunctions.Exp(x[i] - maximum);
            lanes[i % LaneSums.Lanes] += x[i];
        }
        return LaneSums.ScalarTree(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float VectorExpSum<TForm, TVector>(Span<float> x)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct
    {
        float maximum = LaneMaximum.Of<TForm, TVector>(x);
        TVector subtrahend = TForm.Create(maximum);
        ref float first = ref MemoryMarshal.GetReference(x);
        TVector lanes = TForm.Create(0f);
        int i = 0;
        for (; i + LaneSums.Lanes <= x.Length; i += LaneSums.Lanes)
        {
            TVector e = default(ExpOperation).Apply<TForm, TVector>(TForm.Subtract(TForm.Load(ref first, i), subtrahend));
            TForm.Store(e, ref first, i);
            lanes = TForm.Add(lanes, e);
        }
        Span<float> tail = x[i..];
        for (int j = 0; j < tail.Length; j++)
            tail[j] = ElementaryFunctions.Exp(tail[j] - maximum);
        lanes = TForm.Add(lanes, LaneTail.Load<TForm, TVector>(tail, 0f));
        return TForm.SumTree(lanes);
    }
}
