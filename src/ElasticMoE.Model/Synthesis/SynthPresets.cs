using System.Text.Json.Nodes;
using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Synthesis;

/// <summary>Shapes with a name.</summary>
public static class SynthPresets
{
    private const string TinyPrefix = "tiny-";

    /// <summary>The model that speed is measured on.</summary>
    public const string SmallMoe = "small-moe";

    private const string Olmoe = "olmoe-1b-7b";

    /// <summary>Every name, the small ones of each family included.</summary>
    public static IReadOnlyList<string> Names { get; } = [SmallMoe, Olmoe, .. FamilyTable.ModelTypes.Select(name => TinyPrefix + name)];

    /// <summary>The shape of that name, or null.</summary>
    public static SynthShape? Find(string name) => name switch
    {
        SmallMoe => new()
        {
            ModelType = "qwen3_moe", HiddenSize = 1024, Layers = 12, Experts = 32, ActiveExperts = 4, ExpertWidth = 512,
            Heads = 16, KvHeads = 4, HeadDim = 64, Vocabulary = 32_000,
            Fields = new JsonObject { ["norm_topk_prob"] = true },
        },
        Olmoe => new()
        {
            ModelType = "olmoe", HiddenSize = 2048, Layers = 16, Experts = 64, ActiveExperts = 8, ExpertWidth = 1024,
            Heads = 16, KvHeads = 16, Vocabulary = 50_304, MaxPositions = 4096,
            Fields = new JsonObject { ["rms_norm_eps"] = 1e-5, ["norm_topk_prob"] = false },
        },
        _ => name.StartsWith(TinyPrefix, StringComparison.Ordinal) && FamilyTable.Find(name[TinyPrefix.Length..]) is { } family
            ? Tiny(family)
            : null,
    };

    /// <summary>A model of well under a megabyte with all the parts of its family.</summary>
    private static SynthShape Tiny(Family family) => new()
    {
        ModelType = family.ModelType,
        HiddenSize = 64,
        Layers = 3,
        Experts = 8,
        ActiveExperts = 2,
        ExpertWidth = 32,
        Heads = 4,
        KvHeads = 2,
        HeadDim = 16,
        Vocabulary = 320,
        DenseLayers = family.Dense == DenseRule.None ? 0 : 1,
        DenseWidth = 96,
        SharedExperts = family.SharedWidthField is null ? 0 : 1,
        Latent = family.Latent ? new LatentAttentionConfig(QueryRank: 24, KvRank: 32, NopeDim: 16, RopeDim: 8, ValueDim: 24) : null,
        MaxPositions = 512,
        Fields = new JsonObject { ["n_group"] = 1, ["topk_group"] = 1 },
    };
}
