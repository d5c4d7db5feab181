using ElasticMoE.Model.Accounting;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Sources;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Accounting;

public sealed class GoldenSizeTests
{
    /// <summary>Checkpoints without scales, packed blocks and layers past the last, whose elements are their parameters.</summary>
    [Theory]
    [InlineData("olmoe")]
    [InlineData("qwen2_moe")]
    [InlineData("qwen3_moe")]
    [InlineData("mixtral")]
    [InlineData("deepseek_v2")]
    [InlineData("deepseek_v3")]
    [InlineData("gpt_oss")]
    [InlineData("glm4_moe")]
    public void Parameters_counted_from_the_shape_are_the_elements_in_the_files(string name)
    {
        using ModelSource source = ModelSource.Open(Repository.PathOf("tests/golden/models", name));
        long elements = 0;
        foreach (SourceFile weights in source.Files)
        {
            using SafetensorsFile file = SafetensorsFile.Open(weights.Path);
            elements += file.Tensors.Values.Where(tensor => !IsLeftAside(tensor.Name, source)).Sum(tensor => tensor.Elements);
        }

        Assert.Equal(elements, ModelSize.Of(source.Config).TotalParameters);
    }

    private static bool IsLeftAside(string tensor, ModelSource source) =>
        tensor.EndsWith("inv_freq", StringComparison.Ordinal) || tensor.Contains($".layers.{source.Config.Layers.Count}.", StringComparison.Ordinal);
}
