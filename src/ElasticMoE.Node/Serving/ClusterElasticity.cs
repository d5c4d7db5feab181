using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Clusters;

namespace ElasticMoE.Node.Serving;

/// <summary>A cluster's experts all at once, through the admin interface of whoever leads, under the key that a client presents.</summary>
internal sealed class ClusterElasticity(ClusterFolder folder, TimeProvider clock) : IElasticity
{
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(10), s_operation = TimeSpan.FromMinutes(5);

    public Task SleepAsync(string key, CancellationToken cancelled) => Task.Run(() => ChangeAll(key, "sleep", cancelled), cancelled);

    public Task WakeAsync(string key, CancellationToken cancelled) => Task.Run(() => ChangeAll(key, "wake", cancelled), cancelled);

    public Task ScaleAsync(string key, int replicas, CancellationToken cancelled) => Task.Run(() => Scale(key, replicas, cancelled), cancelled);

    public Task<ElasticityState> StateAsync(string key, CancellationToken cancelled) => Task.Run(() => State(key, cancelled), cancelled);

    private AdminClient Connect(string key, CancellationToken cancelled) => AdminEndpoint.Connect(folder, key, cancelled);

    private void ChangeAll(string key, string verb, CancellationToken cancelled)
    {
        using AdminClient client = Connect(key, cancelled);
        JsonArray names = [.. Experts(client).Select(name => (JsonNode)name)];
        Await(client, client.Post(PathOf(verb), new JsonObject { ["experts"] = names }, s_answer));
    }

    private void Scale(string key, int replicas, CancellationToken cancelled)
    {
        using AdminClient client = Connect(key, cancelled);
        JsonElement[] outcomes = [.. Experts(client).Select(name => Accepted(client.Post(PathOf("scale"), new JsonObject { ["expert"] = name, ["replicas"] = replicas }, s_answer)))];
        foreach (JsonElement outcome in outcomes)
            Await(client, outcome);
    }

    private ElasticityState State(string key, CancellationToken cancelled)
    {
        using AdminClient client = Connect(key, cancelled);
        JsonElement status = client.Get(AdminTable.Queries.Single(query => query is { Noun: "status", Name: "" }).Path, [], s_answer);
        return new(status.GetProperty("expertsAsleep").GetInt32() == status.GetProperty("experts").GetInt32(), status.GetProperty("operationsUnderWay").GetInt32() > 0);
    }

    private static string[] Experts(AdminClient client) =>
        [.. client.Get(AdminTable.Queries.Single(query => query is { Noun: "experts", Name: "get" }).Path, [], s_answer).EnumerateArray().Select(expert => expert.GetProperty("expert").GetString()!)];

    private static string PathOf(string verb) => AdminTable.Verbs.Single(row => row.Noun == "experts" && row.Name == verb).Path;

    private static JsonElement Accepted(JsonElement outcome)
    {
        var exit = (ExitCode)outcome.GetProperty("exit").GetInt32();
        return exit == ExitCode.Ok ? outcome : throw new InputException("cluster", outcome.GetProperty("message").GetString()!, exit);
    }

    private void Await(AdminClient client, JsonElement outcome)
    {
        if (Accepted(outcome).GetProperty("operation").GetInt64() is > 0 and var operation)
            Accepted(OperationWait.Await(client, operation, s_operation, clock));
    }
}
