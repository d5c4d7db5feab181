using ElasticMoE.Kernels.Elementwise;
using ElasticMoE.Kernels.Routing;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Gating;

namespace ElasticMoE.Model.Routing;

/// <summary>From one row's gate logits to its experts and their weights, in f32.</summary>
internal sealed class Gate(MixtureConfig config)
{
    /// <summary>Below every score that an expert of a kept group can have.</summary>
    private const float RuledOut = float.NegativeInfinity;

    /// <summary>What a slot holds that no expert is in.</summary>
    private const int NoExpert = -1;

    /// <param name="logits">[experts], or [experts, sub-gates] where the gate has some; overwritten.</param>
    /// <param name="correctionBias">Added to the scores for the choice alone, or null.</param>
    /// <param name="row">Which row, and its sequence's policy.</param>
    /// <param name="experts">Receives the chosen experts, by ascending id; −1 behind them where the row goes to fewer.</param>
    /// <param name="weights">Receives their weights; 0 where there is no expert.</param>
    public void Route(Span<float> logits, float[]? correctionBias, in GatedRow row, Span<int> experts, Span<float> weights)
    {
        Span<float> scores = stackalloc float[config.Experts];
        Span<float> choice = stackalloc float[config.Experts];
        if (row.Policy is { Temperature: not 1 } tempered)
            Divide(logits, tempered.Temperature);
        Score(logits, [], scores);
        if (row.Policy is { } policy && policy.Sways(row.Layer))
            ScoreSwayed(policy, row, logits, choice);
        else
            scores.CopyTo(choice);
        if (correctionBias is not null)
            Elementwise.Add(choice, correctionBias);
        bool[]? pruned = row.Policy?.PrunedOf(row.Layer);
        if (pruned is not null)
            RuleOut(pruned, choice);
        if (config.ActiveGroups < config.Groups)
            KeepBestGroups(choice);
        int active = row.Policy?.Active ?? config.ActiveExperts;
        if (pruned is not null)
            active = Math.Min(active, Reachable(choice));
        Choose(choice, row, experts[..active]);
        Weigh(scores, experts[..active], weights[..active]);
        experts[active..].Fill(NoExpert);
        weights[active..].Clear();
    }

    private static void RuleOut(bool[] pruned, Span<float> choice)
    {
        for (int expert = 0; expert < choice.Length; expert++)
        {
            if (pruned[expert])
                choice[expert] = RuledOut;
        }
    }

    /// <summary>Experts that a row can go to: where routing is limited to groups, pruning may leave fewer than it has slots.</summary>
    private static int Reachable(ReadOnlySpan<float> choice)
    {
        int reachable = 0;
        foreach (float score in choice)
            reachable += score == RuledOut ? 0 : 1;
        return reachable;
    }

    private static void Divide(Span<float> logits, float temperature)
    {
        foreach (ref float logit in logits)
            logit /= temperature;
    }

    private void ScoreSwayed(SequenceGate policy, in GatedRow row, ReadOnlySpan<float> logits, Span<float> choice)
    {
        Span<float> sway = stackalloc float[config.Experts];
        policy.Sway(row.Layer, row.Position, sway);
        Score(logits, sway, choice);
    }

    /// <summary>
    /// Scores of the experts. With sub-gates, logit expert · subGates + sub-gate belongs to an expert in a sub-gate: each sub-gate has its
    /// softmax over the experts, and an expert's score is the mean of its sub-gates' (summed in their order). A softmax over the
    /// sub-gates of each expert instead would give every expert the same mean, 1 / subGates.
    /// </summary>
    private void Score(ReadOnlySpan<float> logits, ReadOnlySpan<float> sway, Span<float> scores)
    {
        if (config.SubGates == 1)
        {
            logits.CopyTo(scores);
            ScoreOne(scores, sway);
            return;
        }
        scores.Clear();
        Span<float> one = stackalloc float[config.Experts];
        for (int gate = 0; gate < config.SubGates; gate++)
        {
            for (int expert = 0; expert < one.Length; expert++)
                one[expert] = logits[expert * config.SubGates + gate];
            ScoreOne(one, sway);
            Elementwise.Add(scores, one);
        }
        Divide(scores, config.SubGates);
    }

    private void ScoreOne(Span<float> logits, ReadOnlySpan<float> sway)
    {
        if (!sway.IsEmpty)
            Elementwise.Add(logits, sway);
        if (config.Scoring == RouterScoring.Softmax)
            Softmax.Apply(logits);
        else if (config.Scoring == RouterScoring.Sigmoid)
            ElementaryFunctions.Sigmoid(logits, logits);
    }

    private void Choose(ReadOnlySpan<float> choice, in GatedRow row, Span<int> experts)
    {
        if (row.Policy?.Capacity is { } capacity)
        {
            ChooseWithin(capacity, choice, row, experts);
            experts.Sort();
            capacity.Take(row.Layer, row.Position, experts);
            return;
        }
        TopK.Select(choice, experts);
        experts.Sort();
    }

    /// <summary>The best experts that are not full; where these are too few, the best of the full ones.</summary>
    private static void ChooseWithin(CapacityWindows capacity, ReadOnlySpan<float> choice, in GatedRow row, Span<int> experts)
    {
        Span<int> ranked = stackalloc int[choice.Length];
        TopK.Select(choice, ranked);
        ReadOnlySpan<int> rows = capacity.RowsBefore(row.Layer, row.Position);
        int count = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (int expert in ranked)
            {
                bool isFull = rows[expert] >= capacity.RowsMax;
                if (count < experts.Length && choice[expert] != RuledOut && isFull == (pass == 1))
                    experts[count++] = expert;
            }
        }
    }

    private void Weigh(ReadOnlySpan<float> scores, ReadOnlySpan<int> experts, Span<float> weights)
    {
        for (int i = 0; i < experts.Length; i++)
            weights[i] = scores[experts[i]];
        if (config.Scoring == RouterScoring.TopKThenSoftmax)
            Softmax.Apply(weights);
        if (config.Renormalise)
        {
            float sum = 0;
            foreach (float weight in weights)
                sum += weight;
            Divide(weights, sum + config.RenormaliseEpsilon);
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
}
