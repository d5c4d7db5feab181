using ElasticMoE.Contracts.Requests;
using ElasticMoE.Kernels.Numbers;

namespace ElasticMoE.Engine.Sampling;

/// <summary>
/// Chooses the next token from a row of logits. A choice is a function of the logits and the context alone: sums run in f64 in the order
/// (logit descending, id ascending), and the draw comes from a generator keyed by (seed, choice, position). Allocates nothing per token.
/// </summary>
internal sealed class Sampler
{
    /// <summary>
    /// e^-37 is below 2^-53. With the highest candidate at weight 1, a candidate this far below it leaves every running sum as it was, so
    /// leaving it out changes no bit of any result.
    /// </summary>
    private const double NegligibleFrom = -37;

    private readonly SampleableVocabulary _vocabulary;
    private readonly LogitAdjuster _adjuster;
    private readonly CandidateList _candidates;
    private readonly float[] _logits;
    private readonly double[] _cumulative;

    public Sampler(SampleableVocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _adjuster = new LogitAdjuster(vocabulary.Count);
        _candidates = new CandidateList(vocabulary.Count);
        _logits = new float[vocabulary.Count];
        _cumulative = new double[vocabulary.Count];
    }

    /// <summary>Chooses an id, unless a logit is infinite or not a number, or no id may be chosen.</summary>
    /// <param name="logits">One row, as many as the model has ids; left as it is.</param>
    /// <param name="context">The request's options, tokens and seed.</param>
    /// <param name="id">The chosen id.</param>
    public SampleOutcome Sample(ReadOnlySpan<float> logits, in SamplingContext context, out int id)
    {
        logits[.._vocabulary.Count].CopyTo(_logits);
        _vocabulary.FillHoles(_logits, 0);
        _adjuster.Apply(_logits, context);
        id = -1;
        if (!FloatScan.AllFinite(_logits))
            return SampleOutcome.NotFinite;
        _vocabulary.FillHoles(_logits, float.NegativeInfinity);
        if (!context.Allowed.Apply(_logits))
            return SampleOutcome.NoneAllowed;
        id = context.Options.Temperature == 0 ? FloatScan.IndexOfMax(_logits) : Draw(context);
        return SampleOutcome.Chosen;
    }

    /// <summary>The logprob of one id and, highest first, those of the most likely ids, from logits that were found finite.</summary>
    /// <returns>ln softmax of the logits as the model gave them, over the ids that may be sampled.</returns>
    public double Logprobs(ReadOnlySpan<float> logits, int id, Span<TokenLogprob> top)
    {
        logits[.._vocabulary.Count].CopyTo(_logits);
        _vocabulary.FillHoles(_logits, float.NegativeInfinity);
        float max = FloatScan.Max(_logits);
        _candidates.Fill(_logits, LowestOf(max, NegligibleFrom), int.MaxValue);
        double sum = 0;
        for (int i = 0; i < _candidates.Count; i++)
            sum += PortableMath.Exp((double)_candidates.Logit(i) - max);
        double logSum = PortableMath.Log(sum);
        if (top.Length > _candidates.Count)
            _candidates.Fill(_logits, float.MinValue, top.Length);
        for (int i = 0; i < top.Length; i++)
            top[i] = i < _candidates.Count ? new(_candidates.Id(i), (double)_candidates.Logit(i) - max - logSum) : new(-1, double.NegativeInfinity);
        return (double)logits[id] - max - logSum;
    }

    private int Draw(in SamplingContext context)
    {
        SamplingOptions options = context.Options;
        float max = FloatScan.Max(_logits);
        _candidates.Fill(_logits, LowestUseful(max, options), options.TopK == 0 ? int.MaxValue : options.TopK);
        int kept = Keep(max, options);
        double target = Philox.Uniform(context.Seed, context.Choice, context.Tokens.Length) * _cumulative[kept - 1];
        int index = 0;
        while (_cumulative[index] <= target)
            index++;
        return _candidates.Id(index);
    }

    /// <summary>Sums the weights e^((logit − highest) / temperature) in order and returns how many candidates top-p and min-p leave.</summary>
    private int Keep(float max, SamplingOptions options)
    {
        double sum = 0;
        int abovePart = _candidates.Count;
        for (int i = 0; i < _candidates.Count; i++)
        {
            double weight = PortableMath.Exp(((double)_candidates.Logit(i) - max) / options.Temperature);
            if (weight < options.MinP)
                abovePart = Math.Min(abovePart, i);
            sum += weight;
            _cumulative[i] = sum;
        }
        int nucleus = _candidates.Count;
        if (options.TopP < 1)
        {
            nucleus = 1;
            while (_cumulative[nucleus - 1] < options.TopP * sum)
                nucleus++;
        }
        return Math.Min(nucleus, abovePart);
    }

    /// <summary>Without top-p, whose total counts them, candidates that min-p drops need not be sorted at all.</summary>
    private static float LowestUseful(float max, SamplingOptions options)
    {
        double from = NegligibleFrom;
        if (options.MinP > 0 && options.TopP >= 1)
            from = Math.Max(from, PortableMath.Log(options.MinP) - 1e-6);
        return LowestOf(max, from * options.Temperature);
    }

    /// <summary>max + distance, rounded down; at least the lowest finite number, which keeps out the ids that may not be sampled.</summary>
    private static float LowestOf(float max, double distance) =>
        MathF.Max(float.MinValue, MathF.BitDecrement((float)(max + distance)));
}
