using System.Text;
using ElasticMoE.Node.Tests.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ElasticMoE.Node.Tests.Probes;

/// <summary>A collector of OpenTelemetry's that keeps what it gets.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly List<(string Path, string? Type, byte[] Body)> _received = [];
    private WebApplication _server = null!;

    private Collector()
    {
    }

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
        var collector = new Collector();
        collector._server = await LoopbackWeb.StartAsync(collector.TakeAsync);
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
