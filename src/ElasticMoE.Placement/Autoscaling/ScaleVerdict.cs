namespace ElasticMoE.Placement.Autoscaling;

/// <summary>What becomes of one expert.</summary>
/// <param name="Scale">To remember.</param>
/// <param name="Decision">What changes; null: nothing.</param>
internal readonly record struct ScaleVerdict(ExpertScale Scale, ScaleDecision? Decision);
