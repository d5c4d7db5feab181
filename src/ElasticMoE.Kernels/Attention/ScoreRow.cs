using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ElasticMoE.Kernels.Elementwise;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>One row's scores: 16 of each panel it sees, at a fixed distance from panel to panel.</summary>
internal readonly unsafe ref struct ScoreRow
{
    private readonly Span<float> _scores;
    private readonly int _stride;

    /// <summary>The row's scores from its first panel on; those of positions it doesn't see are overwritten by negative infinity.</summary>
    public ScoreRow(float* scores, int stride, IndexSpan seen)
    {
        int last = (seen.EndPanel - seen.FirstPanel - 1) * stride;
        _stride = stride;
        _scores = new Span<float>(scores, last + KvBlock.Positions);
        _scores[..seen.LanesOf(seen.FirstPanel).First].Fill(float.NegativeInfinity);
        _scores[(last + seen.LanesOf(seen.EndPanel - 1).End)..].Fill(float.NegativeInfinity);
    }

    /// <summary>Replaces each score by e = exp(score − maximum) and returns the sum of all e, the sink's last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float ReplaceByExp<TForm, TVector>(float sink)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct
    {
        float maximum = Maximum<TForm, TVector>(sink);
        TVector subtrahend = TForm.Create(maximum);
        TVector lanes = TForm.Create(0f);
        ref float scores = ref MemoryMarshal.GetReference(_scores);
        for (int i = 0; i < _scores.Length; i += _stride)
        {
            TVector e = default(ExpOperation).Apply<TForm, TVector>(TForm.Subtract(TForm.Load(ref scores, i), subtrahend));
            TForm.Store(e, ref scores, i);
            lanes = TForm.Add(lanes, e);
        }
        float sum = TForm.SumTree(lanes);
        return sink == float.NegativeInfinity ? sum : sum + ElementaryFunctions.Exp(sink - maximum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Maximum<TForm, TVector>(float sink)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct
    {
        TVector lanes = TForm.Create(sink > float.NegativeInfinity ? sink : float.NegativeInfinity);
        ref float scores = ref MemoryMarshal.GetReference(_scores);
        for (int i = 0; i < _scores.Length; i += _stride)
            lanes = TForm.Larger(TForm.Load(ref scores, i), lanes);
        return TForm.LargestLane(lanes);
    }
}
