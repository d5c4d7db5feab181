using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Model.Hosting;

/// <summary>An expert's weights by content.</summary>
/// <param name="Digest">SHA-256 of the bytes.</param>
/// <param name="Bytes">How many.</param>
public readonly record struct ExpertContent(ContentDigest Digest, long Bytes);
