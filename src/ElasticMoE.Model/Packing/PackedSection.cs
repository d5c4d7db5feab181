namespace ElasticMoE.Model.Packing;

/// <summary>A run of entries that is loaded, checked and one day moved as a whole: an expert, or one layer's trunk.</summary>
/// <param name="Name">"layers.3.experts.7", "layers.3", "embedding", "head".</param>
/// <param name="Offset">First byte in the file; a multiple of the page size.</param>
/// <param name="Length">Bytes, padding between entries included.</param>
/// <param name="Digest">SHA-256 of these bytes.</param>
internal sealed record PackedSection(string Name, long Offset, long Length, ReadOnlyMemory<byte> Digest);
