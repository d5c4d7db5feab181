using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.Gateway.Metrics;
using ElasticMoE.Model.Forward;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.Generation;

namespace ElasticMoE.Node.Hosts;

/// <summary>What a router counts.</summary>
internal static class RouterMetrics
{
    /// <summary>
    /// Series of single experts on one page. The largest published models have 61 layers of 384 experts; of what has more than this, the busiest
    /// are shown, and the sums of layers stay whole.
    /// </summary>
    internal const int ExpertSeriesMax = 1 << 12;

    public static void Write(MetricsPage page, TokenServiceStatus service, ModelSession session)
    {
        ClusterSession cluster = session.Cluster!;
        page.Gauge("emoe_router_sequences_running", "Sequences that this router computes.", service.Running);
        page.Gauge("emoe_router_sequences_waiting", "Requests that wait in this router's engine.", service.Waiting);
        page.Gauge("emoe_router_kv_cache_usage_ratio", "Share of this router's KV cache that sequences hold.", service.CacheBlocks == 0 ? 0 : 1 - (double)service.FreeBlocks / service.CacheBlocks);
        page.Counter("emoe_router_steps_total", "Steps that this router's engine has taken.", service.Steps);
        page.Gauge("emoe_router_nodes", "Nodes that this router has a link to.", cluster.Exchange.OpenNodes);
        page.Gauge("emoe_router_map_counter", "The version of the map by which this router works, under its lease.", cluster.Control.Current?.Epoch.Counter ?? 0);
        WriteExchange(page, cluster.Exchange.Counts);
        page.Counter("emoe_gate_seconds_total", "What this router took to choose experts, once for each layer of a step.", session.Options.Times?.Seconds(StepPhase.Gate) ?? 0);
        page.Counter("emoe_combine_seconds_total", "What this router took to sum experts' outputs, once for each layer of a step.", session.Options.Times?.Seconds(StepPhase.Combine) ?? 0);
        WriteExperts(page, cluster.Rows.Read());
    }

    internal static void WriteExperts(MetricsPage page, IReadOnlyList<ExpertLoad> loads)
    {
        page.Counters("emoe_layer_rows_total", "Rows that this router sent to experts of a layer, a row once for each of its experts.",
            loads.GroupBy(load => load.Expert.Layer).Select(layer => new MetricSample(layer.Sum(load => load.Rows), new MetricLabel("layer", layer.Key))));
        IEnumerable<ExpertLoad> shown = loads.Count <= ExpertSeriesMax
            ? loads
            : loads.OrderByDescending(load => load.Rows).ThenBy(load => load.Expert).Take(ExpertSeriesMax).OrderBy(load => load.Expert);
        page.Counters("emoe_expert_rows_total", "Rows that this router sent to an expert.",
            shown.Select(load => new MetricSample(load.Rows, new("layer", load.Expert.Layer), new("expert", load.Expert.Index))));
    }

    private static void WriteExchange(MetricsPage page, ExchangeCounts counts)
    {
        page.Counter("emoe_exchanges_total", "Exchanges with nodes, one for each layer of a step.", counts.Exchanges);
        page.Counter("emoe_exchange_seconds_total", "What they took together, from the first frame to the last answer.", counts.Us / 1e6);
        page.Counter("emoe_exchange_waited_seconds_total", "For how much of that the router had nothing else to compute.", counts.WaitedUs / 1e6);
        page.Counter("emoe_dispatch_seconds_total", "What frames took from sending to the answer that counted, added up; several are out at once.", counts.AnswerUs / 1e6);
        page.Counter("emoe_answered_frames_total", "Frames whose answer counted.", counts.Answers);
        page.Counter("emoe_frames_total", "Frames sent to nodes, copies included.", counts.Frames);
        page.Counter("emoe_hedged_frames_total", "Copies of frames that were late elsewhere.", counts.Hedges);
        page.Counter("emoe_takeover_frames_total", "Frames sent to a standby because the awake replica was lost.", counts.Takeovers);
        page.Counter("emoe_suspect_frames_total", "Frames of one row that had been at a node when it died.", counts.Suspects);
        page.Counter("emoe_probe_frames_total", "Frames that asked whether a node answers again.", counts.Probes);
        page.Counters("emoe_returned_frames_total", "Frames that a node gave back, by cause.",
            [new(counts.NotHere, new MetricLabel("cause", "not_here")), new(counts.Failed, new MetricLabel("cause", "failed"))]);
    }
}
