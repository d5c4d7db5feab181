using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.State;

/// <summary>One version of an expert.</summary>
/// <param name="Version">0 for the model's own.</param>
/// <param name="Content">What its bytes hash to; null for version 0, which the manifest has.</param>
/// <param name="Bytes">Memory it takes.</param>
/// <param name="Source">Where it comes from, for people.</param>
public sealed record VersionEntry(int Version, ContentDigest? Content, long Bytes, string Source);
