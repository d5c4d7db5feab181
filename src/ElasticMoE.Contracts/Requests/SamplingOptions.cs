namespace ElasticMoE.Contracts.Requests;

/// <summary>
/// How the next token is chosen. The steps run in this order: logit bias, repetition penalty, frequency and presence penalties, then the
/// highest logit where the temperature is 0; otherwise temperature, top-k, top-p, min-p and a draw. The defaults are greedy.
/// </summary>
public sealed record SamplingOptions
{
    /// <summary>Greedy, without penalties.</summary>
    public static SamplingOptions Greedy { get; } = new();

    /// <summary>Logits are divided by it; 0 takes the highest logit. 0…100.</summary>
    public float Temperature { get; init; }

    /// <summary>Only the k highest logits stay, ties going to the lower id; 0 keeps all.</summary>
    public int TopK { get; init; }

    /// <summary>Of these, the shortest run from the top whose probabilities reach this sum stays; 1 keeps all.</summary>
    public float TopP { get; init; } = 1f;

    /// <summary>Of these, those stay whose probability is at least this share of the highest one; 0 keeps all.</summary>
    public float MinP { get; init; }

    /// <summary>Logits of ids in prompt or output are divided by it where positive, multiplied where negative; 1 changes nothing.</summary>
    public float RepetitionPenalty { get; init; } = 1f;

    /// <summary>Taken from the logit of every id in the output. -100…100.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>Taken from the logit of every id in the output, once per occurrence. -100…100.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Added to the logits of single ids; each id at most once.</summary>
    public IReadOnlyList<LogitBias> LogitBias { get; init; } = [];

    /// <summary>Checks every value.</summary>
    /// <param name="vocabularySize">Ids of the model.</param>
    /// <exception cref="InputException">A value is out of range; names the option and the range.</exception>
    public void Validate(int vocabularySize)
    {
        InRange("temperature", Temperature, 0, 100);
        InRange("top_p", TopP, float.Epsilon, 1);
        InRange("min_p", MinP, 0, 1);
        InRange("repetition_penalty", RepetitionPenalty, 0.01f, 100);
        InRange("presence_penalty", PresencePenalty, -100, 100);
        InRange("frequency_penalty", FrequencyPenalty, -100, 100);
        if (TopK < 0)
            throw new InputException("top_k", $"{TopK} is negative; 0 keeps all ids");
        ValidateBias(vocabularySize);
    }

    private void ValidateBias(int vocabularySize)
    {
        if (LogitBias.Count > Limits.LogitBiasesMax)
            throw new InputException("logit_bias", $"{LogitBias.Count} ids, at most {Limits.LogitBiasesMax} are allowed");
        var seen = new HashSet<int>();
        foreach (LogitBias entry in LogitBias)
        {
            if ((uint)entry.Id >= (uint)vocabularySize)
                throw new InputException("logit_bias", $"id {entry.Id} is outside the vocabulary of {vocabularySize}");
            if (!seen.Add(entry.Id))
                throw new InputException("logit_bias", $"id {entry.Id} stands twice");
            InRange("logit_bias", entry.Bias, -1000, 1000);
        }
    }

    private static void InRange(string option, float value, float low, float high)
    {
        if (!(value >= low && value <= high))
            throw new InputException(option, $"{value:R} is outside {low:R}…{high:R}");
    }
}
