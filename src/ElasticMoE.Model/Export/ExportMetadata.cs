using ElasticMoE.Contracts;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Gguf;

namespace ElasticMoE.Model.Export;

/// <summary>Writes the keys that describe an architecture; the other way round than <see cref="GgufConfig"/>.</summary>
internal sealed class ExportMetadata(GgufPairs pairs, ModelConfig config, Action<string> remark)
{
    private const float AlphaOfLlama = 1.702f, LimitOfLlama = 7;

    private AttentionConfig Attention => config.Attention;

    private MixtureConfig Mixture => config.Mixture;

    /// <summary>The architecture's name in llama.cpp.</summary>
    public static string ArchitectureOf(string modelType) => modelType switch
    {
        "olmoe" => "olmoe",
        "qwen2_moe" => "qwen2moe",
        "qwen3_moe" => "qwen3moe",
        "mixtral" => "llama",
        "deepseek_v2" or "deepseek_v3" => "deepseek2",
        "gpt_oss" => "gpt-oss",
        "glm4_moe" => "glm4moe",
        _ => throw new InputException("model_type", $"{modelType} has no architecture in GGUF"),
    };

    public void Write()
    {
        Number("vocab_size", config.VocabularySize);
        Number("context_length", config.MaxPositions);
        Number("embedding_length", config.HiddenSize);
        Number("block_count", config.Layers.Count);
        Number("feed_forward_length", config.DenseWidth > 0 ? config.DenseWidth : Mixture.ExpertWidth);
        Float("attention.layer_norm_rms_epsilon", config.NormEpsilon);
        Number("attention.head_count", Attention.Heads);
        if (Attention.Latent is { } latent)
            WriteLatent(latent);
        else
            WriteGrouped();
        WriteMixture();
        WriteWindows();
    }

    private void WriteGrouped()
    {
        Number("attention.head_count_kv", Attention.KvHeads);
        Number("attention.key_length", Attention.HeadDim);
        Number("attention.value_length", Attention.HeadDim);
        if (Attention.ClipQkv is { } clip)
        {
            Float("attention.clamp_kqv", clip);
            remark("llama.cpp doesn't clamp queries, keys and values of this architecture; it will compute something else");
        }
        if (config.ModelType == "olmoe" && Attention.KvHeads != Attention.Heads)
            remark("llama.cpp wants as many key-value heads as query heads in this architecture; it will refuse the file");
        if (config.ModelType is "olmoe" or "qwen3_moe" && Attention.InputBias)
            remark("llama.cpp has no biases in this architecture's attention; it will refuse the file");
    }

    // With the projection split per head, attention has one head of keys and values: the latent with the rotated key behind it.
    private void WriteLatent(LatentAttentionConfig latent)
    {
        Number("attention.head_count_kv", 1);
        Number("attention.key_length", latent.KvRank + latent.RopeDim);
        Number("attention.value_length", latent.KvRank);
        Number("attention.key_length_mla", latent.NopeDim + latent.RopeDim);
        Number("attention.value_length_mla", latent.ValueDim);
        Number("attention.kv_lora_rank", latent.KvRank);
        Number("attention.q_lora_rank", latent.QueryRank ?? 0);
    }

    private void WriteMixture()
    {
        if (Mixture.SubGates > 1)
            throw new InputException("router_sub_gates", $"is {Mixture.SubGates}, which GGUF has no key for");
        Number("expert_count", Mixture.Experts);
        Number("expert_used_count", Mixture.ActiveExperts);
        Number("expert_feed_forward_length", Mixture.ExpertWidth);
        WriteShared();
        pairs.Flag(pairs.KeyOf("expert_weights_norm"), Mixture.Renormalise);
        if (config.ModelType is "olmoe" or "qwen2_moe" && Mixture.Renormalise || config.ModelType == "qwen3_moe" && !Mixture.Renormalise)
            remark("llama.cpp doesn't ask whether this architecture's weights are divided by their sum; it will compute something else");
        Float("expert_weights_scale", Mixture.Scaling);
        Number("expert_gating_func", Mixture.Scoring switch
        {
            RouterScoring.Sigmoid => GgufConfig.GateBySigmoid,
            RouterScoring.TopKThenSoftmax => GgufConfig.GateBySoftmaxOfChosen,
            _ => GgufConfig.GateBySoftmax,
        });
        if (Mixture.Groups > 1)
        {
            Number("expert_group_count", Mixture.Groups);
            Number("expert_group_used_count", Mixture.ActiveGroups);
            if (Mixture.GroupScore == GroupScore.Best)
                remark("llama.cpp scores groups by their best two experts, not by the best one; it will compute something else");
        }
        if (Mixture.Clamp is { } clamp && clamp != new ClampedSwiGluConfig(AlphaOfLlama, LimitOfLlama))
        {
            pairs.Float("emoe.swiglu.alpha", clamp.Alpha);
            pairs.Float("emoe.swiglu.limit", clamp.Limit);
            remark("llama.cpp clamps experts at 7 with a slope of 1.702, whatever the file says; it will compute something else");
        }
    }

    private void WriteShared()
    {
        if (config.ModelType == "qwen2_moe")
            Number("expert_shared_feed_forward_length", Mixture.SharedWidth);
        if (config.ModelType is not ("deepseek_v2" or "deepseek_v3" or "glm4_moe"))
        {
            if (config.Layers.Any(layer => !layer.IsMixture))
                remark("llama.cpp has no layers without experts in this architecture; it will refuse the file");
            return;
        }
        Number("expert_shared_count", Mixture.SharedWidth / Mixture.ExpertWidth);
        int dense = config.Layers.TakeWhile(layer => !layer.IsMixture).Count();
        Number("leading_dense_block_count", dense);
        if (config.Layers.Skip(dense).Any(layer => !layer.IsMixture))
            remark("llama.cpp has layers without experts at the beginning alone; it will refuse the file");
    }

    private void WriteWindows()
    {
        int window = config.Layers.Max(layer => layer.Window);
        if (window == 0)
            return;
        Number("attention.sliding_window", window);
        bool[] slides = [.. config.Layers.Select(layer => layer.Window > 0)];
        if (!slides.SequenceEqual(Enumerable.Range(0, slides.Length).Select(layer => layer % 2 == 0)))
            pairs.Flags(pairs.KeyOf("attention.sliding_window_pattern"), slides);
        if (config.ModelType != "gpt_oss")
            remark("llama.cpp has no sliding windows in this architecture; past the window it will compute something else");
    }

    private void Number(string name, long value) => pairs.Number(pairs.KeyOf(name), value);

    private void Float(string name, double value) => pairs.Float(pairs.KeyOf(name), value);
}
