using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Sampling;

namespace ElasticMoE.Engine.Tests.Sampling;

public sealed class SamplingOptionsTests
{
    public static TheoryData<string, SamplingOptions> BadOptions => new()
    {
        { "temperature", new() { Temperature = -1 } },
        { "temperature", new() { Temperature = float.NaN } },
        { "temperature", new() { Temperature = float.PositiveInfinity } },
        { "top_p", new() { TopP = 0 } },
        { "top_p", new() { TopP = 1.5f } },
        { "min_p", new() { MinP = -0.1f } },
        { "top_k", new() { TopK = -1 } },
        { "repetition_penalty", new() { RepetitionPenalty = 0 } },
        { "presence_penalty", new() { PresencePenalty = float.NaN } },
        { "frequency_penalty", new() { FrequencyPenalty = 1000 } },
        { "logit_bias", new() { LogitBias = [new(10, 1)] } },
        { "logit_bias", new() { LogitBias = [new(-1, 1)] } },
        { "logit_bias", new() { LogitBias = [new(1, 1), new(1, 2)] } },
        { "logit_bias", new() { LogitBias = [new(1, float.NaN)] } },
        { "logit_bias", new() { LogitBias = [.. Enumerable.Range(0, Limits.LogitBiasesMax + 1).Select(id => new LogitBias(id, 1))] } },
    };

    [Theory]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public void Names_the_option_that_is_out_of_range(string name, SamplingOptions options) =>
        Assert.Equal(name, Assert.Throws<InputException>(() => options.Validate(10)).Subject);

    [Fact]
    public void Takes_what_is_in_range() =>
        new SamplingOptions { Temperature = 1, TopK = 3, TopP = 0.5f, MinP = 0.1f, LogitBias = [new(9, -100)] }.Validate(10);

    [Fact]
    public void A_vocabulary_without_tokens_is_refused() =>
        Assert.Throws<InputException>(() => new SampleableVocabulary(new bool[4]));
}
