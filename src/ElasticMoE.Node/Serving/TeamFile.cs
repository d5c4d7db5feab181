using System.Globalization;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Prompts;

namespace ElasticMoE.Node.Serving;

/// <summary>Reads teams of experts from a file: `{"sql": ["1/3", "2/7=2.5"]}`, where a number is how much the expert is preferred.</summary>
internal static class TeamFile
{
    /// <param name="path">The file.</param>
    /// <param name="expertsPerLayer">The model's.</param>
    /// <exception cref="InputException">The file isn't so, or names an expert that the model lacks; names the team.</exception>
    public static IReadOnlyDictionary<string, ExpertTeam> Read(string path, IReadOnlyList<int> expertsPerLayer)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(PromptText.ReadFile(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InputException(path, "is no JSON object of teams");
            var teams = new Dictionary<string, ExpertTeam>();
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (!teams.TryAdd(property.Name, Team($"{path}, team '{property.Name}'", property, expertsPerLayer)))
                    throw new InputException(path, $"team '{property.Name}' is there twice");
            }
            return teams.Count <= Limits.TeamsMax ? teams : throw new InputException(path, $"has {teams.Count} teams, at most {Limits.TeamsMax} are allowed");
        }
        catch (JsonException wrong)
        {
            throw new InputException(path, $"is no JSON at line {wrong.LineNumber + 1}", inner: wrong);
        }
    }

    private static ExpertTeam Team(string subject, JsonProperty team, IReadOnlyList<int> expertsPerLayer)
    {
        if (team.Name.Length is 0 or > Limits.ControlNameCharactersMax)
            throw new InputException(subject, $"a name has 1 to {Limits.ControlNameCharactersMax} characters");
        if (team.Value.ValueKind != JsonValueKind.Array || team.Value.GetArrayLength() is 0 or > Limits.GateBiasesMax)
            throw new InputException(subject, $"is no list of 1 to {Limits.GateBiasesMax} experts");
        var named = new ExpertTeam(team.Name, [.. team.Value.EnumerateArray().Select(item => Bias(subject, item, expertsPerLayer))]);
        try
        {
            named.Prefer(GatePolicy.Off).Validate();
            return named;
        }
        catch (InputException wrong)
        {
            throw new InputException(subject, wrong.Message, inner: wrong);
        }
    }

    private static ExpertBias Bias(string subject, JsonElement item, IReadOnlyList<int> expertsPerLayer)
    {
        string[] parts = (item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText()).Split('=', 2);
        ExpertId expert = UpdateOption.ExpertOf(subject, parts[0]);
        if ((uint)expert.Layer >= (uint)expertsPerLayer.Count || (uint)expert.Index >= (uint)expertsPerLayer[expert.Layer])
            throw new InputException(subject, $"the model has no expert {expert}");
        float bias = ExpertTeam.BiasDefault;
        return parts.Length == 1 || float.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out bias)
            ? new(expert, bias)
            : throw new InputException(subject, $"'{parts[1]}' is no number");
    }
}
