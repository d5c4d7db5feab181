using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Synthesis;

/// <summary>Writes the `config.json` of a shape, with the field names that its family's published files use.</summary>
internal static class SynthConfig
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static byte[] Write(SynthShape shape, Family family)
    {
        var config = new JsonObject
        {
            ["model_type"] = shape.ModelType,
            ["torch_dtype"] = "bfloat16",
            ["hidden_act"] = "silu",
            ["vocab_size"] = shape.Vocabulary,
            ["hidden_size"] = shape.HiddenSize,
            ["num_hidden_layers"] = shape.Layers,
            ["num_attention_heads"] = shape.Heads,
            ["num_key_value_heads"] = family.Latent ? shape.Heads : shape.KvHeads,
            ["max_position_embeddings"] = shape.MaxPositions,
            ["rms_norm_eps"] = 1e-6,
            ["tie_word_embeddings"] = false,
            ["bos_token_id"] = 0,
            ["eos_token_id"] = 1,
            [family.ExpertCountField] = shape.Experts,
            ["num_experts_per_tok"] = shape.ActiveExperts,
            ["intermediate_size"] = shape.DenseWidth,
            [family.ExpertWidthField] = shape.ExpertWidth,
        };
        AddAttention(config, shape, family);
        AddDense(config, shape, family);
        AddShared(config, shape, family);
        foreach ((string name, JsonNode? value) in shape.Fields)
            config[name] = value?.DeepClone();
        return JsonSerializer.SerializeToUtf8Bytes(config, Indented);
    }

    public static byte[] WriteGeneration() =>
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["bos_token_id"] = 0, ["eos_token_id"] = 1, ["do_sample"] = false }, Indented);

    private static void AddAttention(JsonObject config, SynthShape shape, Family family)
    {
        if (!family.Latent)
        {
            config["head_dim"] = shape.HeadDim ?? shape.HiddenSize / shape.Heads;
            return;
        }
        LatentAttentionConfig latent = shape.Latent ?? throw new ArgumentException("a family with latent attention needs its ranks", nameof(shape));
        config["q_lora_rank"] = latent.QueryRank;
        config["kv_lora_rank"] = latent.KvRank;
        config["qk_nope_head_dim"] = latent.NopeDim;
        config["qk_rope_head_dim"] = latent.RopeDim;
        config["v_head_dim"] = latent.ValueDim;
    }

    private static void AddDense(JsonObject config, SynthShape shape, Family family)
    {
        if (family.Dense == DenseRule.FirstLayers)
            config["first_k_dense_replace"] = shape.DenseLayers;
        else if (family.Dense == DenseRule.SparseStep)
            config["mlp_only_layers"] = new JsonArray([.. Enumerable.Range(0, shape.DenseLayers).Select(layer => JsonValue.Create(layer))]);
    }

    private static void AddShared(JsonObject config, SynthShape shape, Family family)
    {
        if (family.SharedCountField is not null)
            config[family.SharedCountField] = shape.SharedExperts;
        else if (family.SharedWidthField is not null)
            config[family.SharedWidthField] = shape.SharedExperts * shape.ExpertWidth;
    }
}
