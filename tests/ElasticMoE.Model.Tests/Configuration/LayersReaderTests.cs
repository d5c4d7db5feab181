using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Tests.Configuration;

public sealed class LayersReaderTests
{
    [Theory]
    [InlineData("olmoe", """{"sliding_window": 9}""", "0 0 0")]
    [InlineData("mixtral", """{}""", "0 0 0")]
    [InlineData("mixtral", """{"sliding_window": 9}""", "9 9 9")]
    [InlineData("mixtral", """{"sliding_window": 9, "use_sliding_window": false}""", "0 0 0")]
    [InlineData("qwen3_moe", """{"sliding_window": 9}""", "0 0 0")]
    [InlineData("qwen3_moe", """{"sliding_window": 9, "use_sliding_window": true}""", "9 9 9")]
    [InlineData("qwen3_moe", """{"sliding_window": null, "use_sliding_window": true}""", "0 0 0")]
    [InlineData("qwen3_moe", """{"sliding_window": "(removed)", "use_sliding_window": true}""", "4096 4096 4096")]
    [InlineData("qwen3_moe", """{"sliding_window": 9, "use_sliding_window": "(removed)"}""", "0 0 0")]
    [InlineData("qwen2_moe", """{"sliding_window": 9, "use_sliding_window": true, "layer_types": null}""", "9 0 9")]
    [InlineData("qwen2_moe", """{"sliding_window": 9, "use_sliding_window": true, "layer_types": null, "max_window_layers": 2}""", "9 0 0")]
    [InlineData("qwen2_moe", """
        {"sliding_window": 9, "use_sliding_window": true, "layer_types": ["full_attention", "sliding_attention", "full_attention"]}
        """, "0 9 0")]
    [InlineData("gpt_oss", """{}""", "8 0 8 0")]
    [InlineData("gpt_oss", """{"layer_types": "(removed)"}""", "8 0 8 0")]
    [InlineData("gpt_oss", """{"layer_types": ["full_attention", "full_attention", "full_attention", "sliding_attention"]}""", "0 0 0 8")]
    public void WindowsAreThoseOfTheFamily(string name, string changes, string windows) =>
        Assert.Equal(windows, string.Join(' ', Layers(name, changes).Select(layer => layer.Window)));

    [Theory]
    [InlineData("olmoe", """{}""", "MMM")]
    [InlineData("qwen3_moe", """{}""", "DMM")]
    [InlineData("qwen3_moe", """{"mlp_only_layers": null}""", "MMM")]
    [InlineData("qwen3_moe", """{"mlp_only_layers": [2, 40]}""", "MMD")]
    [InlineData("qwen3_moe", """{"mlp_only_layers": [], "decoder_sparse_step": 2}""", "DMD")]
    [InlineData("deepseek_v3", """{}""", "DMM")]
    [InlineData("deepseek_v3", """{"first_k_dense_replace": 0}""", "MMM")]
    [InlineData("deepseek_v3", """{"first_k_dense_replace": 9}""", "DDD")]
    [InlineData("deepseek_v3", """{"first_k_dense_replace": 0, "moe_layer_freq": 2}""", "MDM")]
    [InlineData("glm4_moe", """{"mlp_layer_types": ["sparse", "dense", "sparse"]}""", "MDM")]
    public void DenseLayersAreThoseOfTheFamily(string name, string changes, string kinds) =>
        Assert.Equal(kinds, string.Concat(Layers(name, changes).Select(layer => layer.IsMixture ? 'M' : 'D')));

    [Theory]
    [InlineData("""{"layer_types": ["full_attention"]}""", "layer_types has 1 elements for 4 layers")]
    [InlineData("""{"layer_types": ["full_attention", "full_attention", "full_attention", "chunked_attention"]}""", "chunked_attention")]
    [InlineData("""{"layer_types": [1, 2, 3, 4]}""", "layer_types holds")]
    [InlineData("""{"layer_types": "full_attention"}""", "not a list")]
    [InlineData("""{"sliding_window": -4}""", "sliding_window is -4")]
    public void WrongLayersAreRefusedByName(string changes, string cause) =>
        Assert.Contains(cause, ConfigText.Refusal("gpt_oss", changes));

    private static IReadOnlyList<LayerConfig> Layers(string name, string changes) => ConfigText.Read(name, changes).Model.Layers;
}
