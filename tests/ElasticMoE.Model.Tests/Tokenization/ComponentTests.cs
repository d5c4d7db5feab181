using System.Text.Json;
using System.Text.Json.Nodes;
using Node = System.Text.Json.Nodes.JsonNode;
using ElasticMoE.Model.Tokenization;
using ElasticMoE.Model.Tokenization.Json;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Tokenization;

/// <summary>
/// Components one by one and in combinations, each a change to a reference tokenizer, with what the reference implementation
/// (tokenizers 0.22) makes of a few texts: `components.json`, a list of {name, base, drop, change, cases: [{text, ids, decoded}]}.
/// </summary>
public sealed class ComponentTests
{
    private static readonly Dictionary<string, JsonObject> s_components = ReadComponents();

    public static TheoryData<string> Names => [.. s_components.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void WorksAsTheReference(string name)
    {
        JsonObject component = s_components[name];
        Tokenizer tokenizer = Build(component);
        foreach (Node? expected in component["cases"]!.AsArray())
        {
            string text = expected!["text"]!.GetValue<string>();
            int[] ids = [.. expected["ids"]!.AsArray().Select(static id => id!.GetValue<int>())];
            Assert.Equal(ids, tokenizer.Encode(text, addSpecial: true));
            Assert.Equal(expected["decoded"]!.GetValue<string>(), tokenizer.Decode(ids, skipSpecial: true));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DecodesAStreamAsItDecodesAtOnce(string name)
    {
        Tokenizer tokenizer = Build(s_components[name]);
        var random = new Random(11);
        for (int round = 0; round < 20; round++)
            StreamingProperties.Check(tokenizer, random);
    }

    /// <summary>The tokenizer of a base and a change to it.</summary>
    private static Tokenizer Build(JsonObject component)
    {
        JsonObject change = component["change"]!.DeepClone().AsObject();
        JsonObject root = change;
        if (component["base"]?.GetValue<string>() is { } name)
        {
            string path = Path.Combine(GoldenTokenizers.DirectoryOf(name), "tokenizer.json");
            root = Node.Parse(File.ReadAllText(path))!.AsObject();
            foreach (Node? token in component["drop"]?.AsArray() ?? [])
                root["model"]!["vocab"]!.AsObject().Remove(token!.GetValue<string>());
            Apply(change, root);
        }
        return TokenizerReader.Read(JsonFile.Parse(JsonSerializer.SerializeToUtf8Bytes(root), "tokenizer.json"), new TokenizerConfig());
    }

    private static void Apply(JsonObject change, JsonObject root)
    {
        foreach ((string field, Node? value) in change)
        {
            if (field == "model")
                Apply(value!.AsObject(), root["model"]!.AsObject());
            else
                root[field] = value?.DeepClone();
        }
    }

    private static Dictionary<string, JsonObject> ReadComponents()
    {
        string path = Repository.PathOf("tests", "ElasticMoE.Model.Tests", "Tokenization", "components.json");
        JsonArray all = Node.Parse(File.ReadAllText(path))!.AsArray();
        return all.ToDictionary(static c => c!["name"]!.GetValue<string>(), static c => c!.AsObject());
    }
}
