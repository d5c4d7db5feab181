using ElasticMoE.Kernels.Elementwise;
using ElasticMoE.Kernels.Routing;
using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Routing;

/// <summary>From one row's gate logits to its experts and their weights, in f32.</summary>
internal sealed class Gate(MixtureConfig config)
{
    /// <param name="logits">One per expert; overwritten.</param>
    /// <param name="correctionBias">Added to the scores for the choice alone, or null.</param>
    /// <param name="experts">Receives the chosen experts, by ascending id.</param>
    /// <param name="weights">Receives their weights.</param>
    public void Route(Span<float> logits, float[]? correctionBias, Span<int> experts, Span<float> weights)
    {
        Score(logits);
        Span<float> choice = stackalloc float[logits.Length];
        logits.CopyTo(choice);
        if (correctionBias is not null)
            Elementwise.Add(choice, correctionBias);
        if (config.ActiveGroups < config.Groups)
            KeepBestGroups(choice);
        TopK.Select(choice, experts);
        experts.Sort();
        for (int i = 0; i < experts.Length; i++)
            weights[i] = logits[experts[i]];
        Weigh(weights);
    }

    private void Score(Span<float> logits)
    {
        if (config.Scoring == RouterScoring.Softmax)
            Softmax.Apply(logits);
        else if (config.Scoring == RouterScoring.Sigmoid)
            ElementaryFunctions.Sigmoid(logits, logits);
    }

    private void Weigh(Span<float> weights)
    {
        if (config.Scoring == RouterScoring.TopKThenSoftmax)
            Softmax.Apply(weights);
        if (config.Renormalise)
        {
            float sum = 0;
            foreach (float weight in weights)
                sum += weight;
            sum += config.RenormaliseEpsilon;
            for (int i = 0; i < weights.Length; i++)
                weights[i] /= sum;
        }
        if (config.Scaling != 1)
            Elementwise.Scale(weights, config.Scaling);
    }

    /// <summary>Rules out all experts but those of the best groups.</summary>
    private void KeepBestGroups(Span<float> choice)
    {
        int size = choice.Length / config.Groups;
        Span<float> scores = stackalloc float[config.Groups];
        for (int group = 0; group < scores.Length; group++)
            scores[group] = GroupScoreOf(choice.Slice(group * size, size));
        Span<int> best = stackalloc int[config.ActiveGroups];
        TopK.Select(scores, best);
        for (int group = 0; group < scores.Length; group++)
            if (!best.Contains(group))
                choice.Slice(group * size, size).Fill(RuledOut);
    }

    private float GroupScoreOf(ReadOnlySpan<float> scores)
    {
        float first = float.NegativeInfinity;
        float second = float.NegativeInfinity;
        foreach (float score in scores)
        {
            if (score > first)
                (first, second) = (score, first);
            else if (score > second)
                second = score;
        }
        return config.GroupScore == GroupScore.Best || scores.Length == 1 ? first : first + second;
    }

    /// <summary>Below every score that an expert of a kept group can have.</summary>
    private const float RuledOut = float.NegativeInfinity;
}
