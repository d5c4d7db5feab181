using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Configuration;

/// <summary>Reads configurations of the reference checkpoints with fields changed.</summary>
internal static class ConfigText
{
    public const string Removed = "(removed)";

    public static JsonObject Golden(string name) =>
        JsonNode.Parse(File.ReadAllBytes(Repository.PathOf("tests", "golden", "models", name, "config.json")))!.AsObject();

    /// <summary>A reference checkpoint's configuration with the fields of a JSON object in place of its own.</summary>
    public static CheckpointConfig Read(string name, string changes = "{}")
    {
        JsonObject config = Golden(name);
        foreach ((string field, JsonNode? value) in JsonNode.Parse(changes)!.AsObject())
        {
            config.Remove(field);
            if (value is not JsonValue text || text.GetValueKind() != JsonValueKind.String || text.GetValue<string>() != Removed)
                config[field] = value?.DeepClone();
        }
        return Read(config);
    }

    public static CheckpointConfig Read(JsonObject config) => ConfigReader.Read(JsonSerializer.SerializeToUtf8Bytes(config), "config.json");

    public static string Refusal(string name, string changes) => Assert.Throws<InputException>(() => Read(name, changes)).Message;
}
