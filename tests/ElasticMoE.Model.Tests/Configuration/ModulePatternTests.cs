using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Tests.Configuration;

public sealed class ModulePatternTests
{
    [Theory]
    [InlineData("lm_head", "lm_head", true)]
    [InlineData("model.layers.*.self_attn", "model.layers.12.self_attn.q_proj", true)]
    [InlineData("model.layers.*.self_attn", "model.layers.12.mlp.up_proj", false)]
    [InlineData("model.layers.1", "model.layers.1.mlp.up_proj", true)]
    [InlineData("gate", "model.layers.1.mlp.gate", true)]
    [InlineData("gate", "model.layers.1.mlp.gate_proj", false)]
    [InlineData("*", "anything", true)]
    [InlineData("", "anything", false)]
    [InlineData("model.*.a.*.b", "model.1.a.2.c", false)]
    public void NamesMatchFromEitherEnd(string pattern, string name, bool expected) =>
        Assert.Equal(expected, ModulePattern.Matches(pattern, name));
}
