using ElasticMoE.Kernels.Elementwise;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>
/// The definition of attention, one row at a time: score = (FMA chain over ascending d of q[d]·k[d]) · scale; m = the exact maximum of the
/// scores seen and the sink; e = exp(score − m); sum of e in 16 lanes by position mod 16 with the fixed tree, then + exp(sink − m);
/// output[d] = (FMA chain over ascending positions of e·v[d]) / sum.
/// </summary>
internal static class ScalarAttention
{
    /// <summary>Runs all rows; <paramref name="scores"/> has room for as many floats as the last token sees positions.</summary>
    public static void Run(in AttentionCall call, Span<float> scores, Span<float> output)
    {
        for (int token = 0; token < call.Tokens; token++)
        {
            for (int head = 0; head < call.Group; head++)
                RunRow(call, token, head, scores, call.OutputRow(output, token, head));
        }
    }

    private static void RunRow(in AttentionCall call, int token, int head, Span<float> scores, Span<float> output)
    {
        int position = call.FirstPosition + token;
        int first = call.FirstSeenFrom(position);
        Span<float> seen = scores[..(position + 1 - first)];
        Score(call, call.Query(token, head), first, seen);
        float sum = ExpSum(seen, first, call.Sink(head));
        output.Clear();
        for (int i = 0; i < seen.Length; i++)
            AddValue(call, first + i, seen[i], output);
        for (int d = 0; d < output.Length; d++)
            output[d] /= sum;
    }

    private static void Score(in AttentionCall call, ReadOnlySpan<float> query, int first, Span<float> scores)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            int position = first + i;
            nint key = call.BlockStart(position / KvBlock.Positions) + call.KeyOffset + (position % KvBlock.Positions);
            float score = 0f;
            for (int d = 0; d < query.Length; d++)
                score = MathF.FusedMultiplyAdd(query[d], call.Cache[(int)key + (d * KvBlock.Positions)], score);
            scores[i] = score * call.Scale;
        }
    }

    private static float ExpSum(Span<float> scores, int first, float sink)
    {
        float maximum = sink > float.NegativeInfinity ? sink : float.NegativeInfinity;
        foreach (float score in scores)
            maximum = score > maximum ? score : maximum;
        Span<float> lanes = stackalloc float[LaneSums.Lanes];
        lanes.Clear();
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = ElementaryFunctions.Exp(scores[i] - maximum);
            lanes[(first + i) % LaneSums.Lanes] += scores[i];
        }
        return LaneSums.ScalarTree(lanes) + ElementaryFunctions.Exp(sink - maximum);
    }

    private static void AddValue(in AttentionCall call, int position, float weight, Span<float> output)
    {
        nint value = call.BlockStart(position / KvBlock.Positions) + call.ValueOffset
            + ((position % KvBlock.Positions) * call.ValueDim);
        for (int d = 0; d < output.Length; d++)
            output[d] = MathF.FusedMultiplyAdd(weight, call.Cache[(int)value + d], output[d]);
    }
}
