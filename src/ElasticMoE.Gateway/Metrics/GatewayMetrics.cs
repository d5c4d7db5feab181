using System.Collections.Concurrent;
using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.Gateway.Metrics;

/// <summary>What the gateway counts; docs/metrics.md lists it.</summary>
internal sealed class GatewayMetrics(TimeProvider time)
{
    private readonly Histogram _firstToken = new("emoe_time_to_first_token_seconds", "From a request's admission to its first token.");
    private readonly Histogram _betweenTokens = new("emoe_inter_token_seconds", "Between two tokens of one answer.");
    private readonly Histogram _request = new("emoe_request_seconds", "From a request's arrival to the end of its answer.");
    private readonly ConcurrentDictionary<(string Route, int Status), long> _requests = new();
    private long _promptTokens, _outputTokens, _cancelled;

    /// <summary>The clock that durations are measured with.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>Milliseconds since a moment.</summary>
    public double MsSince(long moment) => time.GetElapsedTime(moment).TotalMilliseconds;

    /// <summary>A token came; returns the moment.</summary>
    public long Token(long last, bool isFirst)
    {
        long now = Now;
        (isFirst ? _firstToken : _betweenTokens).Observe(time.GetElapsedTime(last, now).TotalSeconds);
        Interlocked.Increment(ref _outputTokens);
        return now;
    }

    public void Prompt(int tokens) => Interlocked.Add(ref _promptTokens, tokens);

    public void Cancelled() => Interlocked.Increment(ref _cancelled);

    /// <summary>A request ended.</summary>
    public void Request(string route, int status, long started)
    {
        _requests.AddOrUpdate((route, status), 1, (_, count) => count + 1);
        _request.Observe(time.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Appends what was counted to a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="service">How busy the model is.</param>
    /// <param name="atDoor">Requests that wait at the gateway's door, and their tokens.</param>
    /// <param name="vllmNames">Whether three gauges stand there under vLLM's names too, for gateways that route by them.</param>
    public void Write(MetricsPage page, TokenServiceStatus service, (int Requests, long Tokens) atDoor, bool vllmNames)
    {
        int waiting = atDoor.Requests + service.Waiting;
        double used = service.CacheBlocks == 0 ? 0 : 1 - (double)service.FreeBlocks / service.CacheBlocks;
        page.Gauge("emoe_requests_running", "Sequences under computation.", service.Running);
        page.Gauge("emoe_requests_waiting", "Requests that wait, at the gateway's door or in the engine.", waiting);
        page.Gauge("emoe_admission_waiting_tokens", "Tokens of the requests that wait at the gateway's door.", atDoor.Tokens);
        page.Gauge("emoe_kv_cache_usage_ratio", "Share of the KV cache's blocks that sequences hold.", used);
        page.Counter("emoe_preemptions_total", "Sequences that lost their blocks and were computed again.", service.Preemptions);
        page.Gauge("emoe_prefix_cache_blocks", "Blocks of the KV cache that are kept for prompts which begin alike.", service.PrefixBlocks);
        page.Counter("emoe_prefix_cache_hit_tokens_total", "Positions taken from kept blocks instead of computed.", service.PrefixTokens);
        page.Counter("emoe_prompt_tokens_total", "Tokens of prompts that were let in.", Interlocked.Read(ref _promptTokens));
        page.Counter("emoe_output_tokens_total", "Tokens generated.", Interlocked.Read(ref _outputTokens));
        page.Counter("emoe_requests_cancelled_total", "Requests whose client went away.", Interlocked.Read(ref _cancelled));
        page.Counters("emoe_requests_total", "Requests that ended, by route and status.", _requests
            .OrderBy(entry => entry.Key.Route, StringComparer.Ordinal).ThenBy(entry => entry.Key.Status)
            .Select(entry => new MetricSample(entry.Value, new("route", entry.Key.Route), new("status", entry.Key.Status))));
        _firstToken.Write(page);
        _betweenTokens.Write(page);
        _request.Write(page);
        if (!vllmNames)
            return;
        page.Gauge("vllm:num_requests_running", "As emoe_requests_running.", service.Running);
        page.Gauge("vllm:num_requests_waiting", "As emoe_requests_waiting.", waiting);
        page.Gauge("vllm:kv_cache_usage_perc", "As emoe_kv_cache_usage_ratio.", used);
    }
}
