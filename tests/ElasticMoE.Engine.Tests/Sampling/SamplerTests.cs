using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Sampling;

namespace ElasticMoE.Engine.Tests.Sampling;

/// <summary>Each rule by itself, with numbers that can be checked by hand.</summary>
public sealed class SamplerTests
{
    [Fact]
    public void Greedy_ties_go_to_the_lower_id() => Assert.Equal(1, Choose([0, 3, 3, 1], new()));

    [Fact]
    public void Zeros_of_both_signs_tie() => Assert.Equal(0, Choose([-0f, 0f], new()));

    [Fact]
    public void Top_k_cuts_ties_at_the_lower_id() => Assert.Equal([0, 1], Support([2, 2, 2, 1], new() { Temperature = 1, TopK = 2 }));

    [Fact]
    public void Top_p_keeps_the_candidate_that_reaches_it() =>
        Assert.Equal([0, 1], Support([MathF.Log(0.5f), MathF.Log(0.3f), MathF.Log(0.2f)], new() { Temperature = 1, TopP = 0.6f }));

    [Fact]
    public void Tiny_top_p_leaves_the_best() => Assert.Equal([2], Support([1, 2, 3], new() { Temperature = 5, TopP = 1e-6f }));

    [Fact]
    public void Min_p_counts_from_the_best() =>
        Assert.Equal([0, 1], Support([MathF.Log(0.5f), MathF.Log(0.3f), MathF.Log(0.2f)], new() { Temperature = 1, MinP = 0.5f }));

    [Fact]
    public void Repetition_penalty_counts_prompt_and_output_and_turns_at_zero()
    {
        // Token 0 stands in the prompt, token 1 in the output: 4 / 2 < 2.5, and -1 * 2 < -1.5.
        Assert.Equal(2, Choose([4, 4, 2.5f], new() { RepetitionPenalty = 2 }));
        Assert.Equal(2, Choose([-1, -1, -1.5f], new() { RepetitionPenalty = 2 }));
    }

    [Fact]
    public void Presence_and_frequency_penalties_count_the_output_alone()
    {
        // Token 0 stands in the prompt only; token 1 stands twice in the output.
        Assert.Equal(0, Choose([1, 1.4f, 0], new() { PresencePenalty = 0.5f }));
        Assert.Equal(1, Choose([1, 1.6f, 0], new() { PresencePenalty = 0.5f }));
        Assert.Equal(0, Choose([1, 1.9f, 0], new() { FrequencyPenalty = 0.5f }));
        Assert.Equal(1, Choose([1, 2.1f, 0], new() { FrequencyPenalty = 0.5f }));
    }

    [Fact]
    public void Bias_comes_before_the_repetition_penalty()
    {
        // (1 + 3) / 2 = 2 loses against 2.5; 1 / 2 + 3 would win.
        Assert.Equal(2, Choose([1, 0, 2.5f], new() { RepetitionPenalty = 2, LogitBias = [new(0, 3)] }));
    }

    [Fact]
    public void Ids_without_tokens_are_never_chosen()
    {
        var sampler = new Sampler(new SampleableVocabulary([true, false, true, false]));
        Assert.Equal(SampleOutcome.Chosen, sampler.Sample([1, 9, 2, float.NaN], Context(new()), out int id));
        Assert.Equal(2, id);
        for (uint choice = 0; choice < 200; choice++)
        {
            Assert.Equal(SampleOutcome.Chosen, sampler.Sample([1, 9, 2, 9], Context(new() { Temperature = 100 }, choice), out id));
            Assert.True(id is 0 or 2);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Logits_that_are_not_finite_give_no_token(float bad)
    {
        for (int length = 1; length < 70; length++)
        {
            float[] logits = new float[length];
            logits[length * 2 / 3] = bad;
            var sampler = new Sampler(SampleableVocabulary.All(length));
            Assert.Equal(SampleOutcome.NotFinite, sampler.Sample(logits, Context(new()), out _));
            Assert.Equal(SampleOutcome.NotFinite, sampler.Sample(logits, Context(new() { Temperature = 1 }), out _));
        }
    }

    [Fact]
    public void Logits_beyond_sums_still_give_the_best()
    {
        float[] logits = [float.MaxValue, float.MinValue, 0];
        Assert.Equal([0], Support(logits, new() { Temperature = float.Epsilon }));
        Assert.Equal([0], Support(logits, new() { Temperature = 100 }));
    }

    private static SamplingContext Context(SamplingOptions options, uint choice = 0) =>
        new() { Options = options, Tokens = new int[] { 0, 1, 1 }, PromptLength = 1, Seed = 1, Choice = choice };

    private static int Choose(float[] logits, SamplingOptions options)
    {
        Assert.Equal(SampleOutcome.Chosen, new Sampler(SampleableVocabulary.All(logits.Length)).Sample(logits, Context(options), out int id));
        return id;
    }

    /// <summary>The ids that come up in many draws.</summary>
    private static int[] Support(float[] logits, SamplingOptions options)
    {
        var sampler = new Sampler(SampleableVocabulary.All(logits.Length));
        var seen = new SortedSet<int>();
        for (uint choice = 0; choice < 300; choice++)
        {
            Assert.Equal(SampleOutcome.Chosen, sampler.Sample(logits, Context(options, choice), out int id));
            seen.Add(id);
        }
        return [.. seen];
    }
}
