using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Clusters;

namespace ElasticMoE.Node.Serving;

/// <summary>What the dashboard shows and does, through the admin interface of whoever leads, under the key that a client presents.</summary>
internal sealed class ClusterDashboard(ClusterFolder folder) : IClusterDashboard
{
    private const int EventsMax = 60;
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(10);

    public Task<string> SnapshotAsync(string key, CancellationToken cancelled) => Task.Run(() => Snapshot(key, cancelled), cancelled);

    public Task<string> AskAsync(string key, (string Noun, string Name) subject, IReadOnlyDictionary<string, string> fields, CancellationToken cancelled) => Task.Run(
        () =>
        {
            using AdminClient client = AdminEndpoint.Connect(folder, key, cancelled);
            return client.Get(PathOf(subject.Noun, subject.Name), [.. fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Key, field.Value))], s_answer).GetRawText();
        },
        cancelled);

    public Task<string> ChangeAsync(string key, (string Noun, string Name) subject, string fields, CancellationToken cancelled) => Task.Run(
        () =>
        {
            AdminVerb verb = AdminTable.Verbs.SingleOrDefault(row => row.Noun == subject.Noun && row.Name == subject.Name)
                ?? throw new InputException($"{subject.Noun} {subject.Name}", "is no change", ExitCode.NotFound);
            using AdminClient client = AdminEndpoint.Connect(folder, key, cancelled);
            return client.Post(verb.Path, JsonNode.Parse(fields) as JsonObject ?? throw new InputException("body", "is no JSON object", ExitCode.Usage), s_answer).GetRawText();
        },
        cancelled);

    private static string PathOf(string noun, string name) => AdminTable.Queries.SingleOrDefault(row => row.Noun == noun && row.Name == name)?.Path
        ?? throw new InputException($"{noun} {name}", "is no question", ExitCode.NotFound);

    private string Snapshot(string key, CancellationToken cancelled)
    {
        using AdminClient client = AdminEndpoint.Connect(folder, key, cancelled);
        JsonElement status = client.Get(PathOf("status", ""), [], s_answer);
        while (status.GetProperty("lease").GetInt64() == 0 && client.TryNext())
            status = client.Get(PathOf("status", ""), [], s_answer);
        long last = status.GetProperty("lastEvent").GetInt64();
        return new JsonObject
        {
            ["status"] = JsonObject.Create(status),
            ["nodes"] = JsonArray.Create(client.Get(PathOf("nodes", "get"), [], s_answer)),
            ["layers"] = Layers(client.Get(PathOf("experts", "get"), [], s_answer)),
            ["events"] = JsonArray.Create(client.Get(PathOf("events", ""), new JsonObject { ["since"] = Math.Max(0, last - EventsMax), ["max"] = EventsMax }, s_answer)),
        }.ToJsonString();
    }

    /// <summary>
    /// Few bytes an expert, for a model may have tens of thousands: awake replicas, standbys, its share of the layer's rows in parts of a million,
    /// pins. Experts come in ascending order and without gaps.
    /// </summary>
    private static JsonArray Layers(JsonElement experts)
    {
        var layers = new JsonArray();
        JsonArray? row = null;
        int last = -1;
        foreach (JsonElement expert in experts.EnumerateArray())
        {
            int layer = int.Parse(expert.GetProperty("expert").GetString()!.Split('/')[0], CultureInfo.InvariantCulture);
            if (layer != last)
            {
                row = [];
                layers.Add(new JsonObject { ["layer"] = last = layer, ["experts"] = row });
            }
            row!.Add(new JsonArray(expert.GetProperty("awake").GetArrayLength(), expert.GetProperty("standbys").GetArrayLength(), Math.Round(1e6 * expert.GetProperty("loadShare").GetDouble()), expert.GetProperty("pins").GetArrayLength()));
        }
        return layers;
    }
}
