using System.Diagnostics;

namespace ElasticMoE.Contracts.Tracing;

/// <summary>The spans of this product. Where nobody listens, or a request isn't traced, there are none, and asking costs a few nanoseconds.</summary>
public static class Traces
{
    /// <summary>What listeners know the spans by.</summary>
    public const string SourceName = "ElasticMoE";

    /// <summary>Begins all spans.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Begins a span of a request that comes from outside: under the caller's, where it names one, else by the sampler's choice.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="traceparent">W3C's header; null where the request has none.</param>
    /// <returns>Null where it isn't traced.</returns>
    public static Activity? Request(string name, string? traceparent)
    {
        if (!Source.HasListeners())
            return null;
        ActivityContext.TryParse(traceparent, traceState: null, isRemote: true, out ActivityContext parent);
        // The web server has a span of its own, which nobody records; under it this one would not be either.
        Activity.Current = null;
        return Recorded(Source.StartActivity(name, ActivityKind.Server, parent));
    }

    /// <summary>Begins a span under one of another process.</summary>
    /// <returns>Null where that isn't traced.</returns>
    public static Activity? Under(in ActivityContext parent, string name, ActivityKind kind) =>
        parent == default || !Source.HasListeners() ? null : Recorded(Source.StartActivity(name, kind, parent));

    /// <summary>Begins a span under the one that this thread is in.</summary>
    /// <returns>Null where it is in none.</returns>
    public static Activity? Inside(string name, ActivityKind kind = ActivityKind.Internal) =>
        Source.HasListeners() && Activity.Current is { Recorded: true } current && current.Source == Source ? Source.StartActivity(name, kind) : null;

    /// <summary>A span that isn't recorded has no use here, and must not be the one that others begin under.</summary>
    private static Activity? Recorded(Activity? activity)
    {
        if (activity is not { Recorded: false })
            return activity;
        activity.Dispose();
        return null;
    }
}
