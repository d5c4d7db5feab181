using ElasticMoE.Gateway.Metrics;
using ElasticMoE.Node.Probes;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Probes;

/// <summary>What of the metrics reaches a collector of OpenTelemetry's.</summary>
public sealed class OtlpExportTests
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Gauges_counters_and_histograms_reach_the_collector_with_their_labels()
    {
        await using Collector collector = await Collector.StartAsync();
        double late = 0;
        var histogram = new Histogram("scripted_seconds", "Seconds.");
        using (var export = new OtlpExport(collector.Address, page =>
        {
            page.Gauge("scripted_gauge", "Goes up and down.", 1);
            page.Counters("scripted_rows_total", "Grows.", [new MetricSample(7, new MetricLabel("layer", 3))]);
            if (late > 0)
                page.Gauge("scripted_late", "Comes with the lead.", late);
        }, "emoe-node-0", new VirtualTime()))
        {
            histogram.Observe(0.5);
            Assert.True(export.Flush(s_hang));
            Assert.DoesNotContain("scripted_late", collector.Text);
            late = 2;
        }
        Assert.All(collector.Received.Where(request => request.Path != "/v1/traces"), request => Assert.Equal(("/v1/metrics", "application/x-protobuf"), (request.Path, request.Type)));
        Assert.All((string[])["scripted_gauge", "scripted_rows_total", "layer", "scripted_seconds", "scripted_late", "emoe-node-0"], name => Assert.Contains(name, collector.Text));
    }
}
