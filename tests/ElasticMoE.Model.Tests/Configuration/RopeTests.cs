using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Tests.Configuration;

public sealed class RopeTests
{
    [Fact]
    public void BothStylesGiveTheSame()
    {
        RopeConfig old = Rope("mixtral", """
            {"rope_parameters": "(removed)", "rope_theta": 5000, "rope_scaling": {"type": "linear", "factor": 4}}
            """);
        RopeConfig renewed = Rope("mixtral", """{"rope_parameters": {"rope_theta": 5000.0, "rope_type": "linear", "factor": 4.0}}""");
        RopeConfig mixed = Rope("mixtral", """{"rope_theta": 5000.0, "rope_parameters": {"rope_type": "linear", "factor": 4.0}}""");
        Assert.Equal(old.InverseFrequencies, renewed.InverseFrequencies);
        Assert.Equal(old.InverseFrequencies, mixed.InverseFrequencies);
        Assert.Equal(0.25f, old.InverseFrequencies[0]);
        Assert.Equal((float)Math.Pow(5000, -0.5) / 4, old.InverseFrequencies[4], 1e-6f);
    }

    [Fact]
    public void AbsentFieldsHaveTheFamilysDefaults()
    {
        Assert.Equal((float)Math.Pow(1e6, -0.5), Rope("mixtral", """{"rope_parameters": null}""").InverseFrequencies[4], 1e-9f);
        RopeConfig yarn = Rope("gpt_oss", """{"rope_theta": "(removed)", "rope_scaling": null}""");
        Assert.Equal((float)(0.1 * Math.Log(32) + 1), yarn.AttentionFactor);
        Assert.Equal(1, Rope("gpt_oss", """{"rope_scaling": {"rope_type": "default"}}""").AttentionFactor);
    }

    [Fact]
    public void PartOfAHeadMayBeRotated()
    {
        Assert.Equal(16, Rope("glm4_moe", "{}").Dimensions);
        Assert.Equal(16, Rope("glm4_moe", """{"partial_rotary_factor": "(removed)"}""").Dimensions);
        Assert.Equal(8, Rope("glm4_moe", """{"partial_rotary_factor": 0.25}""").Dimensions);
        Assert.Equal(8, Rope("glm4_moe", """
            {"partial_rotary_factor": "(removed)", "rope_scaling": "(removed)",
            "rope_parameters": {"partial_rotary_factor": 0.25, "rope_theta": 10000.0, "rope_type": "default"}}
            """).Dimensions);
    }

    [Fact]
    public void PairsAreThoseOfTheFamily()
    {
        Assert.True(Rope("deepseek_v2", """{"rope_interleave": false}""").Interleaved);
        Assert.True(Rope("deepseek_v3", """{"rope_interleave": "(removed)"}""").Interleaved);
        Assert.False(Rope("deepseek_v3", """{"rope_interleave": false}""").Interleaved);
        Assert.False(Rope("qwen3_moe", "{}").Interleaved);
    }

    /// <summary>Fast pairs keep their frequency, slow ones are divided by the factor, and nothing lies outside.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void YarnLiesBetweenKeptAndSlowed(bool truncate)
    {
        const double theta = 10_000, factor = 8;
        var parameters = new RopeParameters
        {
            Kind = RopeKind.Yarn, Theta = theta, PartialFactor = 1, Factor = factor, OriginalPositions = 4096, Truncate = truncate,
        };
        (float[] inverse, float attentionFactor) = RopeFrequencies.Compute(parameters, 64);
        // The pairs that turn 32 times and once within the original positions bound the ramp.
        double low = 64 * Math.Log(4096 / (32 * 2 * Math.PI)) / (2 * Math.Log(theta));
        double high = 64 * Math.Log(4096 / (2 * Math.PI)) / (2 * Math.Log(theta));
        (low, high) = truncate ? (Math.Floor(low), Math.Ceiling(high)) : (low, high);
        for (int i = 0; i < inverse.Length; i++)
        {
            double kept = Math.Pow(theta, -i / 32.0);
            double ramp = Math.Clamp((i - low) / (high - low), 0, 1);
            Assert.Equal(kept * (1 - ramp) + kept / factor * ramp, inverse[i], kept * 1e-6);
        }
        Assert.Equal(1.2079441f, attentionFactor, 1e-7f);
    }

    [Theory]
    [InlineData("""{"type": "yarn", "factor": 40, "attention_factor": 0.7, "mscale": 1.0, "mscale_all_dim": 0.5}""", 0.7)]
    [InlineData("""{"type": "yarn", "factor": 40, "mscale": 1.0, "mscale_all_dim": 0.5}""", 1.36888794 / 1.18444397)]
    [InlineData("""{"type": "yarn", "factor": 40, "mscale": 0.0, "mscale_all_dim": 0.5}""", 1.36888794)]
    [InlineData("""{"type": "yarn", "factor": 40, "mscale_all_dim": 0.5}""", 1.36888794)]
    [InlineData("""{"type": "yarn", "factor": null, "original_max_position_embeddings": 512}""", 1.13862944)]
    [InlineData("""{"type": "yarn", "factor": 1.0}""", 1)]
    public void YarnsAttentionFactorIsGivenOrDerived(string scaling, double expected) =>
        Assert.Equal(expected, Rope("deepseek_v3", $$"""{"rope_scaling": {{scaling}}}""").AttentionFactor, 1e-6);

    [Fact]
    public void OriginalPositionsMayStandAtTheTopOrNowhere()
    {
        const string absent = """{"type": "yarn", "factor": 8}""";
        const string inside = """{"type": "yarn", "factor": 8, "original_max_position_embeddings": 2048}""";
        IReadOnlyList<float> expected = Rope("deepseek_v3", $$"""{"rope_scaling": {{inside}}}""").InverseFrequencies;
        Assert.Equal(expected, Rope("deepseek_v3", $$"""{"rope_scaling": {{absent}}}""").InverseFrequencies);
        Assert.NotEqual(expected, Rope("deepseek_v3",
            $$"""{"rope_scaling": {{inside}}, "original_max_position_embeddings": 64}""").InverseFrequencies);
    }

    [Fact]
    public void ScoresAreScaledByMscaleWhereTheFamilyDoes()
    {
        const string scaling = """{"type": "yarn", "factor": 40, "mscale": 1.0, "mscale_all_dim": 0.5}""";
        double mscale = 0.1 * 0.5 * Math.Log(40) + 1;
        float expected = (float)(mscale * mscale / Math.Sqrt(32));
        Assert.Equal(expected, ConfigText.Read("deepseek_v3", $$"""{"rope_scaling": {{scaling}}}""").Model.Attention.Scale, 1e-7f);
        Assert.Equal((float)(1 / Math.Sqrt(32)), ConfigText.Read("deepseek_v3", """{"rope_scaling": null}""").Model.Attention.Scale, 1e-7f);
    }

    /// <summary>Llama 3.1's own settings: waves under 2048 positions are kept, those over 8192 slowed eightfold.</summary>
    [Fact]
    public void Llama3SlowsLongWaves()
    {
        var parameters = new RopeParameters
        {
            Kind = RopeKind.Llama3, Theta = 500_000, PartialFactor = 1, Factor = 8, OriginalPositions = 8192,
            LowFrequencyFactor = 1, HighFrequencyFactor = 4,
        };
        (float[] inverse, float attentionFactor) = RopeFrequencies.Compute(parameters, 128);
        Assert.Equal(1, attentionFactor);
        for (int i = 0; i < inverse.Length; i++)
        {
            double kept = Math.Pow(500_000, -i / 64.0), wave = 2 * Math.PI / kept;
            double smooth = Math.Clamp((8192 / wave - 1) / 3, 0, 1);
            Assert.Equal((1 - smooth) * kept / 8 + smooth * kept, inverse[i], kept * 2e-6);
        }
    }

    [Theory]
    [InlineData("""{"type": "dynamic", "factor": 2}""", "\"dynamic\" is refused: its frequencies change with the length")]
    [InlineData("""{"rope_type": "longrope"}""", "\"longrope\" is refused")]
    [InlineData("""{"rope_type": "su"}""", "\"su\" is unknown")]
    [InlineData("""{"rope_type": "linear"}""", "rope factor is missing")]
    [InlineData("""{"rope_type": "linear", "factor": 0}""", "factor is 0")]
    [InlineData("""{"rope_type": "llama3", "factor": 8, "low_freq_factor": 4, "high_freq_factor": 4}""", "high_freq_factor is not above")]
    [InlineData("""{"rope_type": "llama3", "factor": 8}""", "low_freq_factor is missing")]
    [InlineData("""{"full_attention": {"rope_type": "default"}}""", "differs by kind of layer")]
    [InlineData("""[]""", "rope_scaling is [], not an object")]
    public void WhatCannotBeUsedIsRefusedByName(string scaling, string cause) =>
        Assert.Contains(cause, ConfigText.Refusal("qwen3_moe", $$"""{"rope_scaling": {{scaling}}}"""));

    private static RopeConfig Rope(string name, string changes) => ConfigText.Read(name, changes).Model.Rope;
}
