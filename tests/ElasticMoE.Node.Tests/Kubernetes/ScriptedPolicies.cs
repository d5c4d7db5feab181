using System.Text.Json.Nodes;
using ElasticMoE.Node.Tests.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ElasticMoE.Node.Tests.Kubernetes;

/// <summary>As much of Kubernetes as has expert policies: versions, merging, the status apart from the rest, and deletion that waits for finalizers.</summary>
internal sealed class ScriptedPolicies : IAsyncDisposable
{
    private const string Collection = "/apis/emoe.dev/v1alpha1/namespaces/emoe/expertpolicies";

    private WebApplication _web = null!;
    private readonly SortedDictionary<string, JsonObject> _policies = new(StringComparer.Ordinal);
    private int _version;

    private ScriptedPolicies()
    {
    }

    public Uri Address => new(_web.Urls.First());

    /// <summary>Method and path of each request.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Called before a patch of a status is looked at.</summary>
    public Action<string> BeforeStatus { get; set; } = _ => { };

    public static async Task<ScriptedPolicies> StartAsync()
    {
        var server = new ScriptedPolicies();
        server._web = await LoopbackWeb.StartAsync(server.AnswerAsync);
        return server;
    }

    /// <summary>Somebody makes a policy, or changes what it wants.</summary>
    public void Apply(string name, string spec)
    {
        if (!_policies.TryGetValue(name, out JsonObject? policy))
            _policies[name] = policy = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name, ["creationTimestamp"] = $"2026-11-30T00:00:{_policies.Count:00}Z", ["generation"] = 0 } };
        policy["spec"] = JsonNode.Parse(spec);
        policy["metadata"]!["generation"] = (int)policy["metadata"]!["generation"]! + 1;
        Touch(policy);
    }

    /// <summary>Somebody deletes it.</summary>
    public void Delete(string name)
    {
        _policies[name]["metadata"]!["deletionTimestamp"] = "2026-11-30T01:00:00Z";
        Touch(_policies[name]);
        Collect();
    }

    public bool Has(string name) => _policies.ContainsKey(name);

    public JsonNode Status(string name) => _policies[name]["status"]!;

    /// <summary>Reason and message of its only condition.</summary>
    public (string Reason, string Message) Condition(string name)
    {
        JsonNode condition = Assert.Single(Status(name)["conditions"]!.AsArray())!;
        Assert.Equal((string)condition["reason"]! == "Applied" ? "True" : "False", (string)condition["status"]!);
        return ((string)condition["reason"]!, (string)condition["message"]!);
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Requests.Add($"{context.Request.Method} {context.Request.Path}");
        (int status, JsonNode body) = context.Request.Headers.Authorization == "Bearer token-1" ? await AnswerAsync(context.Request) : (StatusCodes.Status401Unauthorized, new JsonObject());
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body.ToJsonString());
    }

    private async Task<(int Status, JsonNode Body)> AnswerAsync(HttpRequest request)
    {
        string path = request.Path;
        if (request.Method == "GET" && path == Collection)
            return (StatusCodes.Status200OK, new JsonObject { ["items"] = new JsonArray([.. _policies.Values.Select(policy => policy.DeepClone())]) });
        string[] parts = path[(Collection.Length + 1)..].Split('/');
        if (request.Method != "PATCH" || !path.StartsWith(Collection, StringComparison.Ordinal) || !_policies.TryGetValue(parts[0], out JsonObject? policy))
            return (StatusCodes.Status404NotFound, new JsonObject());
        bool isStatus = parts.Length == 2 && parts[1] == "status";
        if (isStatus)
            BeforeStatus(parts[0]);
        JsonNode patch = (await JsonNode.ParseAsync(request.Body))!;
        if ((string?)patch["metadata"]!["resourceVersion"] != (string)policy["metadata"]!["resourceVersion"]!)
            return (StatusCodes.Status409Conflict, new JsonObject());
        if (isStatus)
            Merge(policy, "status", patch["status"]!);
        else
            policy["metadata"]!["finalizers"] = patch["metadata"]!["finalizers"]!.DeepClone();
        Touch(policy);
        JsonNode answer = policy.DeepClone();
        Collect();
        return (StatusCodes.Status200OK, answer);
    }

    private static void Merge(JsonObject into, string name, JsonNode patch)
    {
        if (into[name] is not JsonObject target)
            into[name] = target = [];
        foreach ((string field, JsonNode? value) in patch.AsObject())
        {
            if (value is null)
                target.Remove(field);
            else
                target[field] = value.DeepClone();
        }
    }

    private void Touch(JsonObject policy) => policy["metadata"]!["resourceVersion"] = $"{++_version}";

    private void Collect()
    {
        foreach (string gone in _policies.Where(pair => pair.Value["metadata"]!["deletionTimestamp"] is not null && pair.Value["metadata"]!["finalizers"] is not JsonArray { Count: > 0 }).Select(pair => pair.Key).ToArray())
            _policies.Remove(gone);
    }
}
