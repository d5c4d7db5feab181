using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Sampling;
using ElasticMoE.Kernels.Numbers;

namespace ElasticMoE.Engine.Tests.Sampling;

/// <summary>The sampler's definition, as plainly as it can be written: every step on full, fully sorted lists.</summary>
internal static class ReferenceSampler
{
    public static int Sample(float[] logits, bool[] sampleable, in SamplingContext context)
    {
        SamplingOptions options = context.Options;
        List<(int Id, float Logit)> order = Sort(Adjust(logits, context), sampleable);
        if (options.Temperature == 0)
            return order[0].Id;
        double max = order[0].Logit;
        var weights = order.ConvertAll(c => (c.Id, Weight: PortableMath.Exp((c.Logit - max) / options.Temperature)));
        if (options.TopK > 0)
            weights = [.. weights.Take(options.TopK)];
        if (options.TopP < 1)
            weights = Nucleus(weights, options.TopP);
        weights = [.. weights.TakeWhile(c => c.Weight >= options.MinP)];
        double total = Sum(weights), running = 0;
        double target = Philox.Uniform(context.Seed, context.Choice, context.Tokens.Length) * total;
        foreach ((int id, double weight) in weights)
        {
            running += weight;
            if (running > target)
                return id;
        }
        throw new InvalidOperationException("a draw below the total always falls on a candidate");
    }

    public static double[] Logprobs(float[] logits, bool[] sampleable)
    {
        List<(int Id, float Logit)> order = Sort(logits, sampleable);
        double max = order[0].Logit, sum = 0;
        foreach ((_, float logit) in order)
            sum += PortableMath.Exp(logit - max);
        return [.. logits.Select(logit => logit - max - PortableMath.Log(sum))];
    }

    public static List<(int Id, float Logit)> Sort(float[] logits, bool[] sampleable) =>
        [.. logits.Select((logit, id) => (Id: id, Logit: logit)).Where(c => sampleable[c.Id]).OrderByDescending(c => c.Logit).ThenBy(c => c.Id)];

    private static float[] Adjust(float[] logits, in SamplingContext context)
    {
        float[] adjusted = [.. logits];
        SamplingOptions options = context.Options;
        foreach (LogitBias bias in options.LogitBias)
            adjusted[bias.Id] += bias.Bias;
        foreach (int id in context.Tokens.ToArray().Distinct())
            adjusted[id] = adjusted[id] > 0 ? adjusted[id] / options.RepetitionPenalty : adjusted[id] * options.RepetitionPenalty;
        foreach (IGrouping<int, int> id in context.Tokens[context.PromptLength..].ToArray().GroupBy(id => id))
        {
            float frequency = id.Count() * options.FrequencyPenalty;
            adjusted[id.Key] -= frequency;
            adjusted[id.Key] -= options.PresencePenalty;
        }
        return adjusted;
    }

    private static List<(int Id, double Weight)> Nucleus(List<(int Id, double Weight)> weights, float topP)
    {
        double total = Sum(weights), running = 0;
        int kept = 0;
        while (kept == 0 || running < topP * total)
            running += weights[kept++].Weight;
        return weights[..kept];
    }

    private static double Sum(List<(int Id, double Weight)> weights)
    {
        double sum = 0;
        foreach ((_, double weight) in weights)
            sum += weight;
        return sum;
    }
}
