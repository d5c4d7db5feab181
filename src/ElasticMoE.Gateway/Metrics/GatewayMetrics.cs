using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.Gateway.Metrics;

/// <summary>What the gateway counts; docs/metrics.md lists it.</summary>
internal sealed class GatewayMetrics(TimeProvider time)
{
    private static readonly double[] s_seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

    private readonly Histogram _firstToken = new("emoe_time_to_first_token_seconds", "From a request's admission to its first token.", s_seconds);
    private readonly Histogram _betweenTokens = new("emoe_inter_token_seconds", "Between two tokens of one answer.", s_seconds);
    private readonly Histogram _request = new("emoe_request_seconds", "From a request's arrival to the end of its answer.", s_seconds);
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

    /// <summary>The page that Prometheus reads.</summary>
    public string Write(TokenServiceStatus service, int waitingAtDoor, long waitingTokens)
    {
        var page = new StringBuilder();
        Gauge(page, "emoe_requests_running", "Sequences under computation.", service.Running);
        Gauge(page, "emoe_requests_waiting", "Requests that wait, at the gateway's door or in the engine.", waitingAtDoor + service.Waiting);
        Gauge(page, "emoe_admission_waiting_tokens", "Tokens of the requests that wait at the gateway's door.", waitingTokens);
        double used = service.CacheBlocks == 0 ? 0 : 1 - (double)service.FreeBlocks / service.CacheBlocks;
        Gauge(page, "emoe_kv_cache_usage_ratio", "Share of the KV cache's blocks that sequences hold.", used);
        Counter(page, "emoe_preemptions_total", "Sequences that lost their blocks and were computed again.", service.Preemptions);
        Gauge(page, "emoe_prefix_cache_blocks", "Blocks of the KV cache that are kept for prompts which begin alike.", service.PrefixBlocks);
        Counter(page, "emoe_prefix_cache_hit_tokens_total", "Positions taken from kept blocks instead of computed.", service.PrefixTokens);
        Counter(page, "emoe_prompt_tokens_total", "Tokens of prompts that were let in.", Interlocked.Read(ref _promptTokens));
        Counter(page, "emoe_output_tokens_total", "Tokens generated.", Interlocked.Read(ref _outputTokens));
        Counter(page, "emoe_requests_cancelled_total", "Requests whose client went away.", Interlocked.Read(ref _cancelled));
        WriteRequests(page);
        _firstToken.Write(page);
        _betweenTokens.Write(page);
        _request.Write(page);
        return page.ToString();
    }

    private void WriteRequests(StringBuilder page)
    {
        page.Append("# HELP emoe_requests_total Requests that ended, by route and status.\n# TYPE emoe_requests_total counter\n");
        foreach (((string route, int status), long count) in _requests.OrderBy(entry => entry.Key.Route, StringComparer.Ordinal).ThenBy(entry => entry.Key.Status))
            page.Append(CultureInfo.InvariantCulture, $"emoe_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}\n");
    }

    private static void Gauge(StringBuilder page, string name, string help, double value) =>
        page.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n");

    private static void Counter(StringBuilder page, string name, string help, long value) =>
        page.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} counter\n{name} {value}\n");
}
