using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ElasticMoE.Node.Chaos.Scenarios;

/// <summary>A scenario in YAML or JSON, with the names that <see cref="ChaosScenario"/> has.</summary>
internal static class ScenarioFile
{
    private const int RoundsMax = 10_000, StepsMax = 100;

    /// <exception cref="InputException">It isn't there, or is no scenario; names the cause.</exception>
    public static ChaosScenario Read(string path)
    {
        using var text = new StreamReader(InputFile.Open(path, Limits.ScenarioFileBytesMax));
        try
        {
            var yaml = new YamlStream();
            yaml.Load(text);
            ChaosScenario? scenario = yaml.Documents.Count == 1 ? ToJson(yaml.Documents[0].RootNode).Deserialize(ScenarioJson.Default.ChaosScenario) : null;
            return Checked(scenario ?? throw new InputException(path, "holds no scenario"), path);
        }
        catch (Exception wrong) when (wrong is YamlException or JsonException or FormatException)
        {
            throw new InputException(path, $"is no scenario: {wrong.Message.ReplaceLineEndings(" ")}", inner: wrong);
        }
    }

    private static ChaosScenario Checked(ChaosScenario scenario, string path)
    {
        if (scenario.Name.Length == 0 || !scenario.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
            throw new InputException(path, $"'{scenario.Name}' is no name: letters, digits and hyphens");
        if (scenario.Rounds is < 1 or > RoundsMax || scenario.Steps.Count is 0 or > StepsMax)
            throw new InputException(path, $"has {scenario.Rounds} rounds of {scenario.Steps.Count} steps; 1…{RoundsMax} of 1…{StepsMax} are possible");
        foreach (ChaosStep step in scenario.Steps)
        {
            if (step.ForMs is < 0 or > Limits.FaultMsMax || step.AfterMs is < 0 or > Limits.FaultMsMax || step.DelayMs is < 0 or > Limits.FaultMsMax)
                throw new InputException(path, $"a time of {step.Do} is outside 0…{Limits.FaultMsMax} ms");
        }
        return scenario;
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair => KeyValuePair.Create($"{pair.Key}", ToJson(pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } plain } => plain is "true" or "false" || (plain.Length > 0 && (char.IsAsciiDigit(plain[0]) || plain[0] == '-')) ? JsonNode.Parse(plain) : JsonValue.Create(plain),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };
}
