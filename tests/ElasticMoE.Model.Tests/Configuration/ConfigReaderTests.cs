using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Tests.Configuration;

public sealed class ConfigReaderTests
{
    [Theory]
    [InlineData("olmoe", "num_local_experts")]
    [InlineData("olmoe", "n_routed_experts")]
    [InlineData("mixtral", "num_experts")]
    [InlineData("deepseek_v3", "num_experts")]
    public void EveryNameOfAFieldIsRead(string name, string alias)
    {
        JsonObject config = ConfigText.Golden(name);
        int experts = ConfigText.Read(config).Model.Mixture.Experts;
        foreach (string field in new[] { "num_experts", "num_local_experts", "n_routed_experts" })
            config.Remove(field);
        config[alias] = experts;
        Assert.Equal(experts, ConfigText.Read(config).Model.Mixture.Experts);
        config["num_experts"] = experts;
        config["num_local_experts"] = experts + 4;
        Assert.Contains("several names with different values", Assert.Throws<InputException>(() => ConfigText.Read(config)).Message);
    }

    [Theory]
    [InlineData("""{"head_dim": null}""", 16)]
    [InlineData("""{"head_dim": "(removed)"}""", 16)]
    [InlineData("""{"head_dim": 20}""", 20)]
    public void TheHeadsWidthFollowsWhereItIsNotGiven(string changes, int expected)
    {
        AttentionConfig attention = ConfigText.Read("mixtral", changes).Model.Attention;
        Assert.Equal(expected, attention.HeadDim);
        Assert.Equal((float)(1 / Math.Sqrt(expected)), attention.Scale);
    }

    [Theory]
    [InlineData("olmoe", QueryKeyNorm.FullWidth, false, false)]
    [InlineData("qwen2_moe", QueryKeyNorm.None, true, false)]
    [InlineData("qwen3_moe", QueryKeyNorm.PerHead, false, false)]
    [InlineData("mixtral", QueryKeyNorm.None, false, false)]
    [InlineData("gpt_oss", QueryKeyNorm.None, true, true)]
    [InlineData("glm4_moe", QueryKeyNorm.PerHead, true, false)]
    public void AttentionIsThatOfTheFamily(string name, QueryKeyNorm norm, bool inputBias, bool outputBias)
    {
        AttentionConfig attention = ConfigText.Read(name).Model.Attention;
        Assert.Equal((norm, inputBias, outputBias), (attention.QueryKeyNorm, attention.InputBias, attention.OutputBias));
        Assert.Equal(name == "gpt_oss", attention.Sinks);
    }

    [Fact]
    public void FlagsOfAttentionCount()
    {
        Assert.False(ConfigText.Read("qwen2_moe", """{"qkv_bias": false}""").Model.Attention.InputBias);
        Assert.True(ConfigText.Read("qwen2_moe", """{"qkv_bias": "(removed)"}""").Model.Attention.InputBias);
        Assert.Equal(QueryKeyNorm.None, ConfigText.Read("glm4_moe", """{"use_qk_norm": "(removed)"}""").Model.Attention.QueryKeyNorm);
        Assert.True(ConfigText.Read("qwen3_moe", """{"attention_bias": true}""").Model.Attention is { InputBias: true, OutputBias: true });
        Assert.Equal(0.5f, ConfigText.Read("olmoe", """{"clip_qkv": 0.5}""").Model.Attention.ClipQkv);
        Assert.Equal(4, ConfigText.Read("olmoe", """{"num_key_value_heads": null}""").Model.Attention.KvHeads);
    }

    [Fact]
    public void LatentAttentionIsRead()
    {
        AttentionConfig direct = ConfigText.Read("deepseek_v2").Model.Attention;
        Assert.Equal(new LatentAttentionConfig(null, 32, 16, 16, 24), direct.Latent);
        AttentionConfig ranked = ConfigText.Read("deepseek_v3", """{"rms_norm_eps": 1e-4}""").Model.Attention;
        Assert.Equal(new LatentAttentionConfig(40, 32, 16, 16, 24) { NormEpsilon = 1e-4f }, ranked.Latent);
        Assert.Equal(32, ranked.HeadDim);
        Assert.Equal(1536, ConfigText.Read("deepseek_v2", """{"q_lora_rank": "(removed)"}""").Model.Attention.Latent!.QueryRank);
    }

    [Theory]
    [InlineData("olmoe", RouterScoring.Softmax, false, 0f)]
    [InlineData("qwen3_moe", RouterScoring.Softmax, true, 0f)]
    [InlineData("mixtral", RouterScoring.Softmax, true, 0f)]
    [InlineData("deepseek_v2", RouterScoring.Softmax, false, 0f)]
    [InlineData("deepseek_v3", RouterScoring.Sigmoid, true, 1e-20f)]
    [InlineData("glm4_moe", RouterScoring.Sigmoid, true, 1e-20f)]
    [InlineData("gpt_oss", RouterScoring.TopKThenSoftmax, false, 0f)]
    public void RoutingIsThatOfTheFamily(string name, RouterScoring scoring, bool renormalise, float epsilon)
    {
        MixtureConfig mixture = ConfigText.Read(name).Model.Mixture;
        Assert.Equal((scoring, renormalise, epsilon), (mixture.Scoring, mixture.Renormalise, mixture.RenormaliseEpsilon));
        Assert.Equal(scoring == RouterScoring.Sigmoid, mixture.CorrectionBias);
        Assert.Equal(name == "gpt_oss", mixture is { RouterBias: true, ExpertBias: true, Clamp: not null });
    }

    [Fact]
    public void FieldsOfRoutingCount()
    {
        Assert.False(ConfigText.Read("deepseek_v2", """{"norm_topk_prob": true}""").Model.Mixture.Renormalise);
        Assert.True(ConfigText.Read("olmoe", """{"norm_topk_prob": true}""").Model.Mixture.Renormalise);
        MixtureConfig v3 = ConfigText.Read("deepseek_v3").Model.Mixture;
        Assert.Equal((4, 2, GroupScore.SumOfBestTwo, 2.5f), (v3.Groups, v3.ActiveGroups, v3.GroupScore, v3.Scaling));
        MixtureConfig limited = ConfigText.Read(
            "deepseek_v2", """{"topk_method": "group_limited_greedy", "n_group": 3, "topk_group": 2}""").Model.Mixture;
        Assert.Equal((3, 2, GroupScore.Best), (limited.Groups, limited.ActiveGroups, limited.GroupScore));
        Assert.Equal(1, ConfigText.Read("deepseek_v2", """{"n_group": 3, "topk_group": 2}""").Model.Mixture.Groups);
        Assert.Equal(new ClampedSwiGluConfig(1.702f, 7), ConfigText.Read(
            "gpt_oss", """{"swiglu_limit": "(removed)", "swiglu_alpha": "(removed)"}""").Model.Mixture.Clamp);
    }

    [Fact]
    public void SharedExpertsAddUp()
    {
        Assert.Equal(80, ConfigText.Read("deepseek_v2").Model.Mixture.SharedWidth);
        Assert.Equal(72, ConfigText.Read("qwen2_moe").Model.Mixture.SharedWidth);
        Assert.True(ConfigText.Read("qwen2_moe").Model.Mixture.SharedGated);
        Assert.Equal(0, ConfigText.Read("glm4_moe", """{"n_shared_experts": null}""").Model.Mixture.SharedWidth);
    }

    [Fact]
    public void SeveralStopIdsAreRead()
    {
        Assert.Equal([1, 7], ConfigText.Read("qwen2_moe").EosIds);
        Assert.Equal([], ConfigText.Read("olmoe", """{"eos_token_id": null}""").EosIds);
        Assert.Equal([50279], ConfigText.Read("olmoe", """{"eos_token_id": "(removed)"}""").EosIds);
    }

    [Theory]
    [InlineData("""{"model_type": "llama"}""", "model_type \"llama\" is not supported")]
    [InlineData("""{"model_type": "(removed)"}""", "model_type is missing")]
    [InlineData("""{"hidden_act": "gelu"}""", "hidden_act \"gelu\"")]
    [InlineData("""{"scoring_func": "sigmoid"}""", "scoring_func \"sigmoid\"")]
    [InlineData("""{"topk_method": "noaux_tc"}""", "topk_method \"noaux_tc\"")]
    [InlineData("""{"mlp_bias": true}""", "mlp_bias")]
    [InlineData("""{"hidden_size": 0}""", "hidden_size is 0")]
    [InlineData("""{"hidden_size": 1e30}""", "hidden_size is 1e30")]
    [InlineData("""{"hidden_size": 64.5}""", "hidden_size is 64.5, not a whole number")]
    [InlineData("""{"hidden_size": "64"}""", "hidden_size is \"64\", not a number")]
    [InlineData("""{"num_hidden_layers": 100000}""", "num_hidden_layers is 100000")]
    [InlineData("""{"num_experts_per_tok": 13}""", "num_experts_per_tok is 13")]
    [InlineData("""{"num_experts_per_tok": null}""", "num_experts_per_tok is missing")]
    [InlineData("""{"attention_bias": 1}""", "attention_bias is 1, not true or false")]
    [InlineData("""{"topk_method": "group_limited_greedy", "n_group": 5, "topk_group": 1}""", "n_group is 5")]
    [InlineData("""{"topk_method": "group_limited_greedy", "n_group": 4, "topk_group": 5}""", "topk_group is 5")]
    [InlineData("""{"topk_method": "group_limited_greedy", "n_group": 12, "topk_group": 1}""", "a token can reach 1 experts")]
    [InlineData("""{"partial_rotary_factor": 0.5}""", "partial_rotary_factor")]
    [InlineData("""{"qk_rope_head_dim": 15}""", "rotary dimensions are 15")]
    [InlineData("""{"eos_token_id": [-1]}""", "eos_token_id")]
    [InlineData("""{"quantization_config": {"quant_method": "gptq"}}""", "\"gptq\" checkpoints are not supported")]
    [InlineData("""{"quantization_config": {"quant_method": "awq"}}""", "\"awq\"")]
    [InlineData("""{"quantization_config": {"quant_method": "compressed-tensors"}}""", "\"compressed-tensors\"")]
    [InlineData("""{"compression_config": {"format": "pack-quantized"}}""", "\"compressed-tensors\"")]
    [InlineData("""{"quantization_config": {"load_in_4bit": true}}""", "\"bitsandbytes\"")]
    [InlineData("""{"quantization_config": {"quant_method": "new"}}""", "\"new\"")]
    [InlineData("""{"quantization_config": {}}""", "quant_method is missing")]
    [InlineData("""{"quantization_config": {"quant_method": "fp8", "fmt": "e5m2"}}""", "\"e5m2\"")]
    [InlineData("""{"quantization_config": {"quant_method": "fp8", "weight_block_size": [128]}}""", "weight_block_size")]
    [InlineData("""{"quantization_config": {"quant_method": "fp8", "weight_block_size": [0, 128]}}""", "weight_block_size")]
    public void WhatCannotBeUsedIsRefusedByName(string changes, string cause)
    {
        string message = ConfigText.Refusal("deepseek_v2", changes);
        Assert.StartsWith("config.json: ", message);
        Assert.Contains(cause, message);
    }

    [Fact]
    public void AllThatIsWrongIsNamedAtOnce()
    {
        string message = ConfigText.Refusal("mixtral", """{"hidden_size": -1, "hidden_act": "relu", "vocab_size": [], "rope_parameters": 3}""");
        foreach (string field in new[] { "hidden_size", "hidden_act", "vocab_size", "rope_parameters" })
            Assert.Contains(field, message);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{\"model_type\": \"olmoe\"", "not valid JSON")]
    [InlineData("", "not valid JSON")]
    public void WhatIsNoJsonObjectIsRefused(string text, string cause)
    {
        var error = Assert.Throws<InputException>(() => ConfigReader.Read(System.Text.Encoding.UTF8.GetBytes(text), "config.json"));
        Assert.Contains(cause, error.Message);
    }

    /// <summary>An almost empty file has the shape that the reference's configuration class would give it.</summary>
    [Theory]
    [InlineData("olmoe", 16, 64, 8)]
    [InlineData("qwen2_moe", 24, 60, 4)]
    [InlineData("qwen3_moe", 24, 128, 8)]
    [InlineData("mixtral", 32, 8, 2)]
    [InlineData("deepseek_v3", 61, 256, 8)]
    [InlineData("gpt_oss", 36, 128, 4)]
    [InlineData("glm4_moe", 46, 128, 8)]
    public void AbsentFieldsHaveTheFamilysDefaults(string modelType, int layers, int experts, int active)
    {
        ModelConfig model = ConfigText.Read(new JsonObject { ["model_type"] = modelType, ["head_dim"] = 64 }).Model;
        Assert.Equal((layers, experts, active), (model.Layers.Count, model.Mixture.Experts, model.Mixture.ActiveExperts));
    }
}
