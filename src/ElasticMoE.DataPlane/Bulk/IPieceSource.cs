using ElasticMoE.Contracts.Control;

namespace ElasticMoE.DataPlane.Bulk;

/// <summary>Where a node reads the weights that peers ask for.</summary>
public interface IPieceSource
{
    /// <summary>Reads bytes of some content. Called on one thread; may wait for a disk.</summary>
    /// <returns>False where the content isn't here, or has fewer bytes.</returns>
    bool TryRead(ContentDigest digest, long offset, Span<byte> bytes);
}
