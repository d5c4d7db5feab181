using ElasticMoE.Model.Forward;

namespace ElasticMoE.Model.Verification;

/// <summary>Keeps everything that passes through the steps it observes.</summary>
internal sealed class StepRecorder : IStepObserver
{
    /// <summary>Rows between layers, [L + 1] × [rows, hidden].</summary>
    public List<float[]> Hidden { get; } = [];

    /// <summary>Chosen experts, a mixture layer each: [rows, active].</summary>
    public List<int[]> Experts { get; } = [];

    /// <summary>Their weights.</summary>
    public List<float[]> Weights { get; } = [];

    public void Routed(int layer, ReadOnlySpan<int> experts, ReadOnlySpan<float> weights)
    {
        Experts.Add(experts.ToArray());
        Weights.Add(weights.ToArray());
    }

    public void Passed(int layers, ReadOnlySpan<float> rows) => Hidden.Add(rows.ToArray());
}
