using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Sampling;
using ElasticMoE.Testing;

namespace ElasticMoE.Engine.Tests.Sampling;

public sealed class SamplerPropertyTests
{
    [Fact]
    public void Chooses_what_the_plain_definition_chooses()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new SamplingCase(seed);
            var sampler = new Sampler(new SampleableVocabulary(random.Sampleable));
            for (uint choice = 0; choice < 8; choice++)
            {
                Assert.Equal(SampleOutcome.Chosen, sampler.Sample(random.Logits, random.Context(choice), out int id));
                Assert.True(ReferenceSampler.Sample(random.Logits, random.Sampleable, random.Context(choice)) == id, $"seed {seed}, choice {choice}");
            }
        }
    }

    [Fact]
    public void Logprobs_have_the_plain_definitions_bits()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new SamplingCase(seed);
            var sampler = new Sampler(new SampleableVocabulary(random.Sampleable));
            double[] expected = ReferenceSampler.Logprobs(random.Logits, random.Sampleable);
            List<(int Id, float Logit)> order = ReferenceSampler.Sort(random.Logits, random.Sampleable);
            var top = new TokenLogprob[20];
            int asked = order[order.Count / 2].Id;
            Assert.Equal(expected[asked], sampler.Logprobs(random.Logits, asked, top));
            for (int i = 0; i < top.Length; i++)
                Assert.Equal(i < order.Count ? new(order[i].Id, expected[order[i].Id]) : new TokenLogprob(-1, double.NegativeInfinity), top[i]);
        }
    }

    /// <summary>A vocabulary as large as published ones go, with all its probability spread wide: the sort's longest way.</summary>
    [Fact]
    public void Large_vocabularies_agree_too()
    {
        var random = new Random(5);
        float[] logits = [.. Enumerable.Range(0, 150_000).Select(_ => random.NextSingle() * 30 - 15)];
        bool[] sampleable = [.. Enumerable.Repeat(true, logits.Length)];
        var sampler = new Sampler(new SampleableVocabulary(sampleable));
        foreach (SamplingOptions options in (SamplingOptions[])[new() { Temperature = 1 }, new() { Temperature = 2, TopP = 0.9f }, new() { Temperature = 2, TopK = 500 }])
        {
            var context = new SamplingContext { Options = options, Tokens = [1, 2], PromptLength = 2, Seed = 3, Choice = 0 };
            Assert.Equal(SampleOutcome.Chosen, sampler.Sample(logits, context, out int id));
            Assert.Equal(ReferenceSampler.Sample(logits, sampleable, context), id);
        }
    }

    [Fact]
    public void Draws_follow_the_softmax()
    {
        float[] logits = [1, -1, 0.5f, 2, 0, 1.5f];
        const float temperature = 0.8f;
        const int draws = 50_000;
        var sampler = new Sampler(SampleableVocabulary.All(logits.Length));
        int[] counts = new int[logits.Length];
        for (uint choice = 0; choice < draws; choice++)
        {
            var context = new SamplingContext { Options = new() { Temperature = temperature }, Tokens = [0], PromptLength = 1, Seed = 11, Choice = choice };
            Assert.Equal(SampleOutcome.Chosen, sampler.Sample(logits, context, out int id));
            counts[id]++;
        }
        double total = logits.Sum(logit => Math.Exp(logit / temperature));
        Assert.True(ChiSquare.Of(counts, id => draws * Math.Exp(logits[id] / temperature) / total) < ChiSquare.Critical(logits.Length - 1));
    }

    [Fact]
    public void Allocates_nothing_per_token()
    {
        SamplingCase[] cases = [.. Enumerable.Range(0, 40).Select(seed => new SamplingCase(seed))];
        Sampler[] samplers = [.. cases.Select(random => new Sampler(new SampleableVocabulary(random.Sampleable)))];
        var top = new TokenLogprob[5];
        Assert.Equal(0, LeastAllocation.Of(() => SampleAll(cases, samplers, top)));
    }

    [Fact]
    public void An_allocation_per_token_would_be_seen()
    {
        object? kept = null;
        Assert.InRange(LeastAllocation.Of(() => kept = new byte[1]), 1, 1000);
        GC.KeepAlive(kept);
    }

    private static void SampleAll(SamplingCase[] cases, Sampler[] samplers, TokenLogprob[] top)
    {
        for (int i = 0; i < cases.Length; i++)
        {
            samplers[i].Sample(cases[i].Logits, cases[i].Context(0), out int id);
            samplers[i].Logprobs(cases[i].Logits, id, top);
        }
    }
}
