using System.Net;
using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ElasticMoE.Node.Probes;

/// <summary>
/// Answers a platform's probes over HTTP: `/health/live` while the process runs, `/health/started` once it has started, `/health/ready` while it
/// takes work, and `/metrics`. None needs a key; none shows more than counts and states. Liveness asks for neither database nor other processes.
/// </summary>
internal sealed class ProbeServer : IDisposable
{
    private const string Text = "text/plain; charset=utf-8";

    private readonly WebApplication _web;

    private ProbeServer(WebApplication web) => _web = web;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_web.Urls.First());

    /// <summary>Starts it; it answers when this returns.</summary>
    /// <param name="address">Where; port 0 lets the system choose.</param>
    /// <param name="state">What it tells.</param>
    /// <exception cref="InputException">The address can't be listened at.</exception>
    public static ProbeServer Start(IPEndPoint address, ProcessState state)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = Limits.AdminConnectionsMax;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(address);
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Critical);
        WebApplication web = builder.Build();
        web.Run(context => AnswerAsync(context, state));
        try
        {
            web.StartAsync().GetAwaiter().GetResult();
            return new(web);
        }
        catch (IOException failed)
        {
            web.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw new InputException($"address {address}", $"can't be listened at: {(failed.InnerException ?? failed).Message}", inner: failed);
        }
    }

    public void Dispose() => _web.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static Task AnswerAsync(HttpContext context, ProcessState state) => context.Request.Path.Value switch
    {
        "/health/live" => WriteAsync(context, StatusCodes.Status200OK, Text, "live\n"),
        "/health/started" when !state.HasStarted => WriteAsync(context, StatusCodes.Status503ServiceUnavailable, Text, "starting\n"),
        "/health/started" => WriteAsync(context, StatusCodes.Status200OK, Text, "started\n"),
        "/health/ready" when state.Unready is { } cause => WriteAsync(context, StatusCodes.Status503ServiceUnavailable, Text, $"{cause}\n"),
        "/health/ready" => WriteAsync(context, StatusCodes.Status200OK, Text, "ready\n"),
        "/metrics" => MeasureAsync(context, state),
        _ => WriteAsync(context, StatusCodes.Status404NotFound, Text, "not here\n"),
    };

    private static Task MeasureAsync(HttpContext context, ProcessState state)
    {
        var page = new MetricsPage();
        state.Measure(page);
        return WriteAsync(context, StatusCodes.Status200OK, MetricsPage.ContentType, $"{page}");
    }

    private static Task WriteAsync(HttpContext context, int status, string type, string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        (context.Response.StatusCode, context.Response.ContentType, context.Response.ContentLength) = (status, type, body.Length);
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
