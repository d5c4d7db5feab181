using System.Text;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Elasticity;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Http;
using ElasticMoE.Gateway.Keys;
using ElasticMoE.Gateway.Serving;
using Microsoft.AspNetCore.Http;

namespace ElasticMoE.Gateway.Dashboard;

/// <summary>`/dashboard`: its page, which anybody may have, and what it shows and does, for which the admin key is asked.</summary>
internal sealed class DashboardEndpoints(GatewayServices services)
{
    /// <summary>Nothing comes from elsewhere, and nothing goes there.</summary>
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);

    public Task PageAsync(HttpContext context) => FileAsync(context, "index.html");

    public Task FileAsync(HttpContext context) => FileAsync(context, (string)context.Request.RouteValues["file"]!);

    /// <summary>A snapshot a second, until the client leaves or the server ends. What goes wrong after the first is told and tried again.</summary>
    public async Task LiveAsync(HttpContext context)
    {
        (IClusterDashboard cluster, string key) = Enter(context);
        var stream = new SseStream(context);
        using var every = new PeriodicTimer(s_every, services.Options.Time);
        bool isOpen = false;
        do
        {
            string news = await SnapshotAsync(cluster, key, tellsTrouble: isOpen, context.RequestAborted);
            if (!isOpen)
                stream.Open();
            stream.Data(Encoding.UTF8.GetBytes(news));
            await stream.FlushAsync();
            isOpen = true;
        }
        while (await every.WaitForNextTickAsync(context.RequestAborted) && !services.Drain.HasBegun);
    }

    public Task AskAsync(HttpContext context) => RunAsync(context, (cluster, key) =>
        cluster.AskAsync(key, Subject(context), context.Request.Query.ToDictionary(field => field.Key, field => field.Value.ToString()), context.RequestAborted));

    public Task ChangeAsync(HttpContext context) => RunAsync(context, async (cluster, key) =>
    {
        using RequestBody body = await RequestBody.ReadAsync(context, Limits.AdminBodyBytesMax, services.Bodies);
        return await cluster.ChangeAsync(key, Subject(context), body.Root.GetRawText(), context.RequestAborted);
    });

    private static async Task<string> SnapshotAsync(IClusterDashboard cluster, string key, bool tellsTrouble, CancellationToken cancelled)
    {
        try
        {
            return await cluster.SnapshotAsync(key, cancelled);
        }
        catch (InputException refused) when (tellsTrouble && refused.Exit is ExitCode.Unreachable or ExitCode.Timeout)
        {
            return $$"""{"trouble":"{{JsonEncodedText.Encode(refused.Message)}}"}""";
        }
        catch (InputException refused)
        {
            throw new ApiException(AdminErrors.Of(refused), refused);
        }
    }

    private static (string Noun, string Name) Subject(HttpContext context) => ((string)context.Request.RouteValues["noun"]!, (string)context.Request.RouteValues["name"]!);

    private static Task FileAsync(HttpContext context, string name)
    {
        if (DashboardAssets.Find(name) is not { } file)
            throw new ApiException(ApiError.OfStatus(404, $"the dashboard has no '{name}'"));
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Responses.WriteAsync(context, file.Bytes, file.Type);
    }

    private (IClusterDashboard Cluster, string Key) Enter(HttpContext context)
    {
        string key = PresentedKey.Of(context.Request) ?? throw new ApiException(ApiError.Unauthorized("the admin key is missing"));
        return services.Options.Dashboard is { } cluster
            ? (cluster, key)
            : throw new ApiException(new ApiError(501, "invalid_request_error", "not_supported", "this server is one process, without experts on nodes; 'emoe up' starts a cluster"));
    }

    private async Task RunAsync(HttpContext context, Func<IClusterDashboard, string, Task<string>> run)
    {
        (IClusterDashboard cluster, string key) = Enter(context);
        try
        {
            await Responses.WriteAsync(context, Encoding.UTF8.GetBytes(await run(cluster, key)));
        }
        catch (InputException refused)
        {
            throw new ApiException(AdminErrors.Of(refused), refused);
        }
    }
}
