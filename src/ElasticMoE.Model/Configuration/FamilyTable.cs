using System.Text.Json;

namespace ElasticMoE.Model.Configuration;

/// <summary>The families that can be run. Defaults and flags are those of the reference's configuration and model classes.</summary>
internal static class FamilyTable
{
    private static readonly Family[] Families =
    [
        new()
        {
            ModelType = "olmoe",
            Defaults = Json("""
                {"vocab_size":50304,"hidden_size":2048,"intermediate_size":2048,"num_hidden_layers":16,"num_attention_heads":16,
                "max_position_embeddings":4096,"rms_norm_eps":1e-5,"num_experts":64,"num_experts_per_tok":8,"eos_token_id":50279}
                """),
            InputBiasField = "attention_bias",
            OutputBiasField = "attention_bias",
            QueryKeyNorm = QueryKeyNorm.FullWidth,
            ExpertWidthField = "intermediate_size",
            Renormalise = RenormaliseRule.ByField,
        },
        new()
        {
            ModelType = "qwen2_moe",
            Defaults = Json("""
                {"vocab_size":151936,"hidden_size":2048,"intermediate_size":5632,"num_hidden_layers":24,"num_attention_heads":16,
                "num_key_value_heads":16,"max_position_embeddings":32768,"rms_norm_eps":1e-6,"use_sliding_window":false,
                "sliding_window":4096,"max_window_layers":28,"decoder_sparse_step":1,"moe_intermediate_size":1408,
                "shared_expert_intermediate_size":5632,"num_experts":60,"num_experts_per_tok":4,"qkv_bias":true}
                """),
            InputBiasField = "qkv_bias",
            Window = WindowRule.LayerTypes,
            Dense = DenseRule.SparseStep,
            SharedWidthField = "shared_expert_intermediate_size",
            SharedGated = true,
            Renormalise = RenormaliseRule.ByField,
            Names = new() { Shared = "shared_expert" },
        },
        new()
        {
            ModelType = "qwen3_moe",
            Defaults = Json("""
                {"vocab_size":151936,"hidden_size":2048,"intermediate_size":6144,"num_hidden_layers":24,"num_attention_heads":32,
                "num_key_value_heads":4,"max_position_embeddings":32768,"rms_norm_eps":1e-6,"use_sliding_window":false,
                "sliding_window":4096,"decoder_sparse_step":1,"moe_intermediate_size":768,"num_experts":128,"num_experts_per_tok":8}
                """),
            InputBiasField = "attention_bias",
            OutputBiasField = "attention_bias",
            QueryKeyNorm = QueryKeyNorm.PerHead,
            Window = WindowRule.AllLayers,
            Dense = DenseRule.SparseStep,
            Renormalise = RenormaliseRule.ByField,
        },
        new()
        {
            ModelType = "mixtral",
            Defaults = Json("""
                {"vocab_size":32000,"hidden_size":4096,"intermediate_size":14336,"num_hidden_layers":32,"num_attention_heads":32,
                "num_key_value_heads":8,"max_position_embeddings":131072,"rms_norm_eps":1e-5,"num_experts":8,"num_experts_per_tok":2,
                "rope_theta":1000000.0,"bos_token_id":1,"eos_token_id":2}
                """),
            ExpertCountField = "num_local_experts",
            Window = WindowRule.AllLayers,
            ExpertWidthField = "intermediate_size",
            Renormalise = RenormaliseRule.Always,
            Names = new() { Mixture = "block_sparse_moe", Expert = ("w1", "w3", "w2") },
        },
        new()
        {
            ModelType = "deepseek_v2",
            Defaults = Json("""
                {"vocab_size":32000,"hidden_size":4096,"intermediate_size":11008,"num_hidden_layers":32,"num_attention_heads":32,
                "max_position_embeddings":2048,"rms_norm_eps":1e-6,"first_k_dense_replace":0,"kv_lora_rank":512,"q_lora_rank":1536,
                "qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"num_experts":64,"n_shared_experts":2,
                "moe_intermediate_size":1407,"routed_scaling_factor":1.0,"topk_method":"greedy","bos_token_id":1,"eos_token_id":2}
                """),
            ExpertCountField = "n_routed_experts",
            Latent = true,
            ScalesByMscale = true,
            LatentNormEpsilon = 1e-6f,
            InputBiasField = "attention_bias",
            OutputBiasField = "attention_bias",
            RopeInterleaved = true,
            Dense = DenseRule.FirstLayers,
            SharedWidthField = "moe_intermediate_size",
            SharedCountField = "n_shared_experts",
            TopKMethods = new Dictionary<string, bool> { ["greedy"] = false, ["group_limited_greedy"] = true },
            GroupScore = Configuration.GroupScore.Best,
        },
        new()
        {
            ModelType = "deepseek_v3",
            Defaults = Json("""
                {"vocab_size":129280,"hidden_size":7168,"intermediate_size":18432,"num_hidden_layers":61,"num_attention_heads":128,
                "max_position_embeddings":4096,"rms_norm_eps":1e-6,"first_k_dense_replace":3,"kv_lora_rank":512,"q_lora_rank":1536,
                "qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"num_experts":256,"n_shared_experts":1,
                "num_experts_per_tok":8,"moe_intermediate_size":2048,"routed_scaling_factor":2.5,"n_group":8,"topk_group":4,
                "norm_topk_prob":true,"rope_interleave":true,"topk_method":"noaux_tc","bos_token_id":0,"eos_token_id":1}
                """),
            ExpertCountField = "n_routed_experts",
            Latent = true,
            ScalesByMscale = true,
            InputBiasField = "attention_bias",
            OutputBiasField = "attention_bias",
            RopeInterleaved = null,
            Dense = DenseRule.FirstLayers,
            SharedWidthField = "moe_intermediate_size",
            SharedCountField = "n_shared_experts",
            Scoring = RouterScoring.Sigmoid,
            TopKMethods = new Dictionary<string, bool> { ["noaux_tc"] = true },
            GroupScore = Configuration.GroupScore.SumOfBestTwo,
            Renormalise = RenormaliseRule.ByField,
            RenormaliseEpsilon = 1e-20f,
            CorrectionBias = true,
        },
        new()
        {
            ModelType = "gpt_oss",
            Defaults = Json("""
                {"vocab_size":201088,"hidden_size":2880,"intermediate_size":2880,"num_hidden_layers":36,"num_attention_heads":64,
                "num_key_value_heads":8,"head_dim":64,"max_position_embeddings":131072,"rms_norm_eps":1e-5,"sliding_window":128,
                "num_experts":128,"num_experts_per_tok":4,"attention_bias":true,"swiglu_alpha":1.702,"swiglu_limit":7.0,
                "rope_theta":150000.0,"rope_parameters":{"rope_type":"yarn","factor":32.0,"beta_fast":32.0,"beta_slow":1.0,
                "truncate":false,"original_max_position_embeddings":4096}}
                """),
            ExpertCountField = "num_local_experts",
            InputBiasField = "attention_bias",
            OutputBiasField = "attention_bias",
            Sinks = true,
            Window = WindowRule.LayerTypes,
            ExpertWidthField = "intermediate_size",
            Scoring = RouterScoring.TopKThenSoftmax,
            RouterBias = true,
            ClampedExperts = true,
            Names = new() { Router = "router", Layout = ExpertLayout.Interleaved },
        },
        new()
        {
            ModelType = "glm4_moe",
            Defaults = Json("""
                {"vocab_size":151552,"hidden_size":4096,"intermediate_size":10944,"num_hidden_layers":46,"num_attention_heads":96,
                "num_key_value_heads":8,"max_position_embeddings":131072,"rms_norm_eps":1e-5,"first_k_dense_replace":1,
                "partial_rotary_factor":0.5,"num_experts":128,"n_shared_experts":1,"num_experts_per_tok":8,"moe_intermediate_size":1408,
                "routed_scaling_factor":1.0,"n_group":1,"topk_group":1,"norm_topk_prob":true,"topk_method":"noaux_tc"}
                """),
            ExpertCountField = "n_routed_experts",
            InputBiasField = "attention_bias",
            QueryKeyNorm = QueryKeyNorm.PerHead,
            QueryKeyNormField = "use_qk_norm",
            Dense = DenseRule.FirstLayers,
            SharedWidthField = "moe_intermediate_size",
            SharedCountField = "n_shared_experts",
            Scoring = RouterScoring.Sigmoid,
            TopKMethods = new Dictionary<string, bool> { ["noaux_tc"] = true },
            GroupScore = Configuration.GroupScore.SumOfBestTwo,
            Renormalise = RenormaliseRule.ByField,
            RenormaliseEpsilon = 1e-20f,
            CorrectionBias = true,
        },
    ];

    /// <summary>The `model_type` of every family.</summary>
    public static IEnumerable<string> ModelTypes => Families.Select(family => family.ModelType);

    /// <summary>The family of that name, or null.</summary>
    public static Family? Find(string modelType) => Array.Find(Families, family => family.ModelType == modelType);

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
