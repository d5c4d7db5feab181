using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.Engine.Sampling;

/// <summary>Bias and penalties, in f32, one rounding an operation. Counts are taken anew from the tokens, so a sequence carries no sampling state.</summary>
internal sealed class LogitAdjuster
{
    private readonly int[] _counts;
    private readonly List<int> _seen;

    public LogitAdjuster(int vocabularySize)
    {
        _counts = new int[vocabularySize];
        _seen = new List<int>(vocabularySize);
    }

    public void Apply(Span<float> logits, in SamplingContext context)
    {
        SamplingOptions options = context.Options;
        for (int i = 0; i < options.LogitBias.Count; i++)
        {
            LogitBias entry = options.LogitBias[i];
            if (entry.Id < logits.Length)
                logits[entry.Id] += entry.Bias;
        }
        if (options.RepetitionPenalty != 1)
            PenaliseRepetition(logits, context.Tokens, options.RepetitionPenalty);
        if (options.FrequencyPenalty != 0 || options.PresencePenalty != 0)
            PenaliseOutput(logits, context.Tokens[context.PromptLength..], options);
    }

    /// <summary>Keskar et al., "CTRL" (2019), with the usual multiplication where the logit is negative.</summary>
    private void PenaliseRepetition(Span<float> logits, ReadOnlySpan<int> tokens, float penalty)
    {
        Count(tokens, logits.Length);
        foreach (int id in _seen)
            logits[id] = logits[id] > 0 ? logits[id] / penalty : logits[id] * penalty;
        Forget();
    }

    private void PenaliseOutput(Span<float> logits, ReadOnlySpan<int> output, SamplingOptions options)
    {
        Count(output, logits.Length);
        foreach (int id in _seen)
        {
            float taken = logits[id] - _counts[id] * options.FrequencyPenalty;
            logits[id] = taken - options.PresencePenalty;
        }
        Forget();
    }

    private void Count(ReadOnlySpan<int> tokens, int vocabularySize)
    {
        foreach (int id in tokens)
        {
            if (id < vocabularySize && _counts[id]++ == 0)
                _seen.Add(id);
        }
    }

    private void Forget()
    {
        foreach (int id in _seen)
            _counts[id] = 0;
        _seen.Clear();
    }
}
