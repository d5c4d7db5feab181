using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.State;

/// <summary>A live revision.</summary>
/// <param name="Versions">Which version of each expert it has.</param>
/// <param name="LimitMs">How long sequences may stay bound to it once it is superseded; 0 for the longest allowed request.</param>
public sealed record RevisionEntry(RevisionVersions Versions, long LimitMs);
