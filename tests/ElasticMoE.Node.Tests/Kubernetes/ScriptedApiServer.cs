using System.Text.Json.Nodes;
using ElasticMoE.Node.Tests.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ElasticMoE.Node.Tests.Kubernetes;

/// <summary>As much of Kubernetes as has one StatefulSet's scale: versions, conflicts, rights. Whatever else is asked for is noted.</summary>
internal sealed class ScriptedApiServer : IAsyncDisposable
{
    private const string Scale = "/apis/apps/v1/namespaces/emoe/statefulsets/emoe-node/scale";

    private WebApplication _web = null!;
    private int _version = 1;

    private ScriptedApiServer()
    {
    }

    public Uri Address => new(_web.Urls.First());

    public int Replicas { get; private set; } = 3;

    /// <summary>The only token that is let in.</summary>
    public string Token { get; set; } = "token-1";

    /// <summary>Called before a patch is looked at.</summary>
    public Action BeforePatch { get; set; } = () => { };

    /// <summary>Method and path of each request.</summary>
    public List<string> Requests { get; } = [];

    public static async Task<ScriptedApiServer> StartAsync()
    {
        var server = new ScriptedApiServer();
        server._web = await LoopbackWeb.StartAsync(server.AnswerAsync);
        return server;
    }

    /// <summary>Somebody else changes the scale.</summary>
    public void Change(int replicas) => (Replicas, _version) = (replicas, _version + 1);

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Requests.Add($"{context.Request.Method} {context.Request.Path}");
        context.Response.StatusCode = await StatusAsync(context.Request);
        await context.Response.WriteAsync(new JsonObject
        {
            ["kind"] = "Scale",
            ["metadata"] = new JsonObject { ["resourceVersion"] = $"{_version}" },
            ["spec"] = new JsonObject { ["replicas"] = Replicas },
        }.ToJsonString());
    }

    private async Task<int> StatusAsync(HttpRequest request)
    {
        if (request.Headers.Authorization != $"Bearer {Token}")
            return StatusCodes.Status401Unauthorized;
        if (request.Path != Scale)
            return StatusCodes.Status403Forbidden;
        if (request.Method != "PATCH")
            return StatusCodes.Status200OK;
        if (request.ContentType?.StartsWith("application/merge-patch+json", StringComparison.Ordinal) != true)
            return StatusCodes.Status415UnsupportedMediaType;
        BeforePatch();
        JsonNode patch = (await JsonNode.ParseAsync(request.Body))!;
        if ((string?)patch["metadata"]!["resourceVersion"] != $"{_version}")
            return StatusCodes.Status409Conflict;
        Change((int)patch["spec"]!["replicas"]!);
        return StatusCodes.Status200OK;
    }
}
