namespace ElasticMoE.Model.Configuration;

/// <summary>The clamped activation (up + 1) · gate · sigmoid(alpha · gate), gate ≤ limit, |up| ≤ limit.</summary>
/// <param name="Alpha">Slope inside the sigmoid.</param>
/// <param name="Limit">Bound of gate and up.</param>
public sealed record ClampedSwiGluConfig(float Alpha, float Limit);
