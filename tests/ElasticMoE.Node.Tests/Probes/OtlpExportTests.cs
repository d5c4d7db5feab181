using System.Net;
using System.Text;
using ElasticMoE.Gateway.Metrics;
using ElasticMoE.Node.Probes;
using ElasticMoE.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ElasticMoE.Node.Tests.Probes;

/// <summary>What reaches a collector of OpenTelemetry's.</summary>
public sealed class OtlpExportTests : IAsyncLifetime
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    private readonly List<(string Path, string? Type, byte[] Body)> _received = [];
    private WebApplication _collector = null!;

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        _collector = builder.Build();
        _collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            lock (_received)
                _received.Add((context.Request.Path, context.Request.ContentType, body.ToArray()));
        });
        await _collector.StartAsync();
    }

    public ValueTask DisposeAsync() => _collector.DisposeAsync();

    [Fact]
    public void Gauges_counters_and_histograms_reach_the_collector_with_their_labels()
    {
        double late = 0;
        var histogram = new Histogram("scripted_seconds", "Seconds.");
        using (var export = new OtlpExport(new Uri(_collector.Urls.First()), page =>
        {
            page.Gauge("scripted_gauge", "Goes up and down.", 1);
            page.Counters("scripted_rows_total", "Grows.", [new MetricSample(7, new MetricLabel("layer", 3))]);
            if (late > 0)
                page.Gauge("scripted_late", "Comes with the lead.", late);
        }, "emoe-node-0", new VirtualTime()))
        {
            histogram.Observe(0.5);
            Assert.True(export.Flush(s_hang));
            Assert.DoesNotContain("scripted_late", Text());
            late = 2;
        }
        lock (_received)
            Assert.All(_received, request => Assert.Equal(("/v1/metrics", "application/x-protobuf"), (request.Path, request.Type)));
        // Names travel as text inside the message.
        Assert.All((string[])["scripted_gauge", "scripted_rows_total", "layer", "scripted_seconds", "scripted_late", "emoe-node-0"], name => Assert.Contains(name, Text()));
    }

    private string Text()
    {
        lock (_received)
            return string.Concat(_received.Select(request => Encoding.Latin1.GetString(request.Body)));
    }
}
