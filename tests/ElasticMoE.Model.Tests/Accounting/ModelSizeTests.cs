using ElasticMoE.Model.Accounting;
using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Tests.Accounting;

public sealed class ModelSizeTests
{
    [Fact]
    public void DeepSeek_V3_has_671_billion_parameters_of_which_37_are_active()
    {
        ModelSize size = ModelSize.Of(PublishedShapes.DeepSeekV3);

        Assert.Equal(671.0, size.TotalParameters / 1e9, 0.05);
        Assert.Equal(37, Math.Round(size.ActiveParameters / 1e9));
        Assert.Equal(5.5, size.ActiveShare * 100, 0.05);
    }

    [Fact]
    public void DeepSeekMoE_16B_computes_about_40_percent_of_a_dense_7B()
    {
        ModelSize sparse = ModelSize.Of(PublishedShapes.DeepSeekMoe16B), dense = ModelSize.Of(PublishedShapes.Dense7B);

        Assert.Equal(16.4, sparse.TotalParameters / 1e9, 0.05);
        Assert.Equal(6.74, dense.TotalParameters / 1e9, 0.005);
        Assert.Equal(dense.TotalParameters, dense.ActiveParameters + dense.TotalOf(ModelPartKind.Embedding));
        Assert.Equal(0.40, sparse.FlopsPerToken(4096) / dense.FlopsPerToken(4096), 0.01);
    }

    [Fact]
    public void Gpt_oss_20b_has_20_9_billion_parameters_of_which_3_6_are_active()
    {
        ModelConfig config = PublishedShapes.DeepSeekMoe16B with
        {
            HiddenSize = 2880,
            VocabularySize = 201_088,
            Attention = new AttentionConfig { Heads = 64, KvHeads = 8, HeadDim = 64, Scale = 1, InputBias = true, OutputBias = true, Sinks = true },
            Mixture = PublishedShapes.DeepSeekMoe16B.Mixture with
            {
                Experts = 32, ActiveExperts = 4, ExpertWidth = 2880, SharedWidth = 0, RouterBias = true, ExpertBias = true,
            },
            Layers = [.. Enumerable.Range(0, 24).Select(layer => new LayerConfig(true, layer % 2 == 0 ? 128 : 0))],
        };

        ModelSize size = ModelSize.Of(config);

        Assert.Equal(20.91, size.TotalParameters / 1e9, 0.01);
        Assert.Equal(3.61, size.ActiveParameters / 1e9, 0.01);
        Assert.Equal(2.0 * 12 * 64 * 64 * 2 * (4096 - 128), size.FlopsPerToken(4096) - WindowedEverywhere(config).FlopsPerToken(4096));
    }

    [Fact]
    public void A_tied_head_is_active_and_not_held_twice()
    {
        ModelConfig tied = PublishedShapes.Dense7B with { TiedEmbeddings = true };
        long table = 32_000L * 4096;

        Assert.Equal(table, ModelSize.Of(PublishedShapes.Dense7B).TotalParameters - ModelSize.Of(tied).TotalParameters);
        Assert.Equal(ModelSize.Of(PublishedShapes.Dense7B).ActiveParameters, ModelSize.Of(tied).ActiveParameters);
    }

    private static ModelSize WindowedEverywhere(ModelConfig config) =>
        ModelSize.Of(config with { Layers = [.. config.Layers.Select(_ => new LayerConfig(true, 128))] });
}
