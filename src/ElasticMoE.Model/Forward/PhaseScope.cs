using System.Diagnostics;
using ElasticMoE.Contracts.Tracing;

namespace ElasticMoE.Model.Forward;

/// <summary>A phase under way: it is counted, and has a span where the step is traced.</summary>
internal readonly ref struct PhaseScope
{
    private readonly StepTimes? _times;
    private readonly StepPhase _phase;
    private readonly long _started;
    private readonly Activity? _span;

    /// <param name="times">Counts it; null where nobody asks.</param>
    /// <param name="phase">What is done.</param>
    /// <param name="layer">Where.</param>
    public PhaseScope(StepTimes? times, StepPhase phase, int layer)
    {
        (_times, _phase, _started) = (times, phase, times?.Now ?? 0);
        _span = Traces.Inside(phase == StepPhase.Gate ? "gate" : "combine");
        _span?.SetTag("layer", layer);
    }

    public void Dispose()
    {
        _times?.Add(_phase, _started);
        _span?.Dispose();
    }
}
