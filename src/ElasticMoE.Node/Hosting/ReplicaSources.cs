using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Bulk;
using ElasticMoE.Model.Hosting;

namespace ElasticMoE.Node.Hosting;

/// <summary>Where a node gets experts' weights from: its own store, a shared one, other nodes.</summary>
/// <param name="library">The store, and the model's manifest.</param>
/// <param name="links">How it connects to other nodes.</param>
/// <param name="peers">Other nodes, by number.</param>
internal sealed class ReplicaSources(ExpertLibrary library, BulkOptions links, IReadOnlyList<BulkPeer> peers)
{
    /// <summary>Sees to it that an expert's weights are in the node's store.</summary>
    /// <param name="replica">Which.</param>
    /// <param name="digest">What they must hash to; null for the model's own.</param>
    /// <param name="best">Nodes that have them, best first; where none is named, all others are asked.</param>
    /// <param name="cancelled">Ends it.</param>
    /// <exception cref="InputException">Nobody has them, or they can't be written.</exception>
    public void Fetch(ExpertVersion replica, ContentDigest? digest, IReadOnlyList<NodeId> best, CancellationToken cancelled)
    {
        ExpertContent content = library.ContentOf(replica, digest);
        if (library.IsStored(content) || library.TryCopyShared(content))
            return;
        using ExpertWriter writer = library.Begin(content);
        BulkTransfer.Run((content.Digest, content.Bytes), Order(best), links, writer.Append, cancelled);
        library.Complete(writer, content);
    }

    private BulkPeer[] Order(IReadOnlyList<NodeId> best)
    {
        BulkPeer[] named = [.. best.SelectMany(node => peers.Where(peer => peer.Node == node))];
        return named.Length > 0 ? named : [.. peers];
    }
}
