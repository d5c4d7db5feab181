using System.Text.Json.Nodes;
using ElasticMoE.Testing;

namespace ElasticMoE.Gateway.Tests.Servers;

/// <summary>The small model's files in a folder of their own, with another chat template.</summary>
internal static class ModelFolder
{
    private const string Configuration = "tokenizer_config.json";

    /// <summary>What its tokenizer and chat format are read from, besides their configuration.</summary>
    public static readonly string[] Format = ["tokenizer.json", "generation_config.json"];

    /// <summary>All that the model is read from, besides.</summary>
    public static readonly string[] Whole = [.. Format, "config.json", "model.safetensors"];

    public static void Write(string folder, string[] files, Func<string, string> template)
    {
        Directory.CreateDirectory(folder);
        string source = Repository.PathOf("models", "emoe-mini");
        foreach (string name in files)
            File.Copy(Path.Combine(source, name), Path.Combine(folder, name));
        JsonNode config = JsonNode.Parse(File.ReadAllText(Path.Combine(source, Configuration)))!;
        config["chat_template"] = template((string)config["chat_template"]!);
        File.WriteAllText(Path.Combine(folder, Configuration), config.ToJsonString());
    }
}
