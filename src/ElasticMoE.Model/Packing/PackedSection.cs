using System.Globalization;
using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Model.Packing;

/// <summary>A run of entries that is loaded, checked and one day moved as a whole: an expert, or one layer's trunk.</summary>
/// <param name="Name">"layers.3.experts.7", "layers.3", "embedding", "head".</param>
/// <param name="Offset">First byte in the file; a multiple of the page size.</param>
/// <param name="Length">Bytes, padding between entries included.</param>
/// <param name="Digest">SHA-256 of these bytes.</param>
internal sealed record PackedSection(string Name, long Offset, long Length, ReadOnlyMemory<byte> Digest)
{
    /// <summary>Whether it is a routed expert's.</summary>
    public bool IsExpert => Name.Contains(".experts.", StringComparison.Ordinal);

    /// <summary>The name of a routed expert's section.</summary>
    public static string NameOf(ExpertId expert) => string.Create(CultureInfo.InvariantCulture, $"layers.{expert.Layer}.experts.{expert.Index}");
}
