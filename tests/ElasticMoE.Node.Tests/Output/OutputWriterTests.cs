using System.Text.Json;
using ElasticMoE.Node.Output;
using YamlDotNet.RepresentationModel;

namespace ElasticMoE.Node.Tests.Output;

public sealed class OutputWriterTests
{
    private const string Json = """
        {"name":"emoe-mini","note":"yes","odd":"a: b\n#c \"q\" é 中","empty":"","count":3,"share":0.055,"on":true,"none":null,"list":[1,"2",[],{}],"map":{"k":[{"x":1}]}}
        """;

    [Fact]
    public void Yaml_reads_back_to_the_same_values()
    {
        using JsonDocument document = JsonDocument.Parse(Json);
        var output = new StringWriter();

        YamlOutput.Write(output, document.RootElement);

        var yaml = new YamlStream();
        yaml.Load(new StringReader(output.ToString()));
        AssertSame(document.RootElement, yaml.Documents.Single().RootNode);
    }

    [Fact]
    public void Words_that_yaml_would_take_for_other_values_are_quoted()
    {
        using JsonDocument document = JsonDocument.Parse("""{"a":"no","b":"3","c":"plain","d":"~"}""");
        var output = new StringWriter { NewLine = "\n" };

        YamlOutput.Write(output, document.RootElement);

        Assert.Equal("a: \"no\"\nb: \"3\"\nc: plain\nd: \"~\"\n", output.ToString());
    }

    private static void AssertSame(JsonElement expected, YamlNode actual)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                var mapping = Assert.IsType<YamlMappingNode>(actual);
                Assert.Equal(expected.EnumerateObject().Count(), mapping.Children.Count);
                foreach (JsonProperty property in expected.EnumerateObject())
                    AssertSame(property.Value, mapping.Children[property.Name]);
                break;
            case JsonValueKind.Array:
                var sequence = Assert.IsType<YamlSequenceNode>(actual);
                Assert.Equal(expected.GetArrayLength(), sequence.Children.Count);
                foreach ((JsonElement item, YamlNode node) in expected.EnumerateArray().Zip(sequence.Children))
                    AssertSame(item, node);
                break;
            default:
                Assert.Equal(expected.ValueKind == JsonValueKind.String ? expected.GetString() : expected.GetRawText(), ((YamlScalarNode)actual).Value);
                break;
        }
    }
}
