using System.Diagnostics;
using ElasticMoE.Contracts.Tracing;
using ElasticMoE.Engine.Scheduling;

namespace ElasticMoE.Engine;

/// <summary>
/// Which steps have a span. A step has many sequences and as many layers as the model, so not every step of a traced request has one: the
/// first that computes it does, and after that one a second. The span is under the request's; of others in the step it has links.
/// </summary>
/// <param name="time">Says when a second is over.</param>
internal sealed class StepTracer(TimeProvider time)
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);

    private long _last;

    /// <param name="plan">The step's.</param>
    /// <param name="sequences">By arrival.</param>
    /// <returns>The span around the step; null where it has none.</returns>
    public Activity? Begin(StepPlan plan, Dictionary<long, EngineSequence> sequences) => Traces.Source.HasListeners() ? BeginTraced(plan, sequences) : null;

    // Apart, so that a step allocates nothing for it where nobody listens.
    private Activity? BeginTraced(StepPlan plan, Dictionary<long, EngineSequence> sequences)
    {
        EngineSequence[] traced = [.. plan.Chunks.Select(chunk => sequences[chunk.Sequence.Arrival]).Where(sequence => sequence.Request.Trace != default)];
        EngineSequence? first = traced.FirstOrDefault(sequence => !sequence.WasTraced) ?? (time.GetElapsedTime(_last) >= s_every ? traced.FirstOrDefault() : null);
        if (first is null || Traces.Under(first.Request.Trace, "step", ActivityKind.Internal) is not { } span)
            return null;
        (first.WasTraced, _last) = (true, time.GetTimestamp());
        foreach (EngineSequence other in traced.Where(sequence => sequence != first))
            span.AddLink(new ActivityLink(other.Request.Trace));
        return span.SetTag("rows", plan.Tokens).SetTag("sequences", plan.Chunks.Count).SetTag("position", first.Length);
    }
}
