using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Accounting;

/// <summary>
/// Shapes of published models, from their config files, for comparison: counting needs nothing else. Rope and norm values are not counted and left
/// at 1.
/// </summary>
public static class PublishedShapes
{
    /// <summary>DeepSeek-V3 (deepseek-ai/DeepSeek-V3): 671 B parameters, 37 B active.</summary>
    public static ModelConfig DeepSeekV3 { get; } = Shape(7168, 129_280, 18_432, Layers(61, firstDense: 3)) with
    {
        ModelType = "deepseek_v3",
        Attention = new AttentionConfig
        {
            Heads = 128, KvHeads = 128, HeadDim = 192, Scale = 1, Latent = new LatentAttentionConfig(1536, 512, 128, 64, 128),
        },
        Mixture = Mixture(experts: 256, active: 8, width: 2048, sharedWidth: 2048) with { Scoring = RouterScoring.Sigmoid, CorrectionBias = true },
    };

    /// <summary>DeepSeekMoE-16B (deepseek-ai/deepseek-moe-16b-base): 16.4 B parameters, 2.8 B active.</summary>
    public static ModelConfig DeepSeekMoe16B { get; } = Shape(2048, 102_400, 10_944, Layers(28, firstDense: 1)) with
    {
        ModelType = "deepseek",
        Attention = Grouped(heads: 16, kvHeads: 16, headDim: 128),
        Mixture = Mixture(experts: 64, active: 6, width: 1408, sharedWidth: 2816),
    };

    /// <summary>Llama 2 7B (meta-llama/Llama-2-7b): dense, 6.7 B parameters.</summary>
    public static ModelConfig Dense7B { get; } = Shape(4096, 32_000, 11_008, Layers(32, firstDense: 32)) with { ModelType = "llama" };

    private static ModelConfig Shape(int hidden, int vocabulary, int denseWidth, IReadOnlyList<LayerConfig> layers) => new()
    {
        ModelType = "",
        HiddenSize = hidden,
        VocabularySize = vocabulary,
        MaxPositions = 4096,
        NormEpsilon = 1,
        TiedEmbeddings = false,
        DenseWidth = denseWidth,
        Attention = Grouped(heads: hidden / 128, kvHeads: hidden / 128, headDim: 128),
        Rope = new RopeConfig { Dimensions = 2, Interleaved = false, InverseFrequencies = [1], AttentionFactor = 1 },
        Mixture = Mixture(experts: 1, active: 1, width: 1, sharedWidth: 0),
        Layers = layers,
    };

    private static AttentionConfig Grouped(int heads, int kvHeads, int headDim) =>
        new() { Heads = heads, KvHeads = kvHeads, HeadDim = headDim, Scale = 1 };

    private static MixtureConfig Mixture(int experts, int active, int width, int sharedWidth) => new()
    {
        Experts = experts,
        ActiveExperts = active,
        ExpertWidth = width,
        SharedWidth = sharedWidth,
        Scoring = RouterScoring.Softmax,
        Renormalise = false,
    };

    private static IReadOnlyList<LayerConfig> Layers(int count, int firstDense) =>
        [.. Enumerable.Range(0, count).Select(layer => new LayerConfig(IsMixture: layer >= firstDense, Window: 0))];
}
