using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Bulk;
using ElasticMoE.Model.Hosting;

namespace ElasticMoE.Node.Hosting;

/// <summary>A node's experts, for other nodes.</summary>
internal sealed class LibraryPieces(ExpertLibrary library) : IPieceSource
{
    public bool TryRead(ContentDigest digest, long offset, Span<byte> bytes) => library.TryRead(digest, offset, bytes);
}
