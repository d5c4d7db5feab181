using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ElasticMoE.Node.Tests.Probes;

/// <summary>A collector of OpenTelemetry's that keeps what it gets.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly List<(string Path, string? Type, byte[] Body)> _received = [];
    private readonly WebApplication _server;

    private Collector(WebApplication server) => _server = server;

    public Uri Address => new(_server.Urls.First());

    /// <summary>Every request so far.</summary>
    public IReadOnlyList<(string Path, string? Type, byte[] Body)> Received
    {
        get
        {
            lock (_received)
                return [.. _received];
        }
    }

    /// <summary>All bodies as characters of one byte each: names travel as text inside the messages.</summary>
    public string Text => string.Concat(Received.Select(request => Encoding.Latin1.GetString(request.Body)));

    public static async Task<Collector> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var collector = new Collector(builder.Build());
        collector._server.Run(collector.TakeAsync);
        await collector._server.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        lock (_received)
            _received.Add((context.Request.Path, context.Request.ContentType, body.ToArray()));
    }
}
