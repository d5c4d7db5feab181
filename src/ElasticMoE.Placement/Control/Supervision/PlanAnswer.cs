using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>What a planner says.</summary>
/// <param name="Number">Of the question.</param>
/// <param name="Changes">Versions whose replicas it wants elsewhere; null where it finds no place for everything, so that its plan doesn't hold.</param>
/// <param name="Decisions">Why, a line each.</param>
/// <param name="Redundancy">What the cluster could lose with it.</param>
public sealed record PlanAnswer(long Number, IReadOnlyList<WantedReplicas>? Changes, IReadOnlyList<string> Decisions, Redundancy Redundancy);
