using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>A router's nodes, by number and by link.</summary>
internal sealed class NodeTable
{
    private readonly Dictionary<NodeId, NodeState> _byId = [];
    private readonly Dictionary<int, NodeState> _byLink = [];
    private readonly List<NodeState> _all = [];

    /// <summary>In the order in which they were first heard of.</summary>
    public IReadOnlyList<NodeState> All => _all;

    /// <summary>Nodes that a link is open to.</summary>
    public int OpenCount => _byLink.Count;

    /// <summary>The node of that number; made at the first mention.</summary>
    public NodeState Of(NodeId id)
    {
        if (!_byId.TryGetValue(id, out NodeState? node))
        {
            _byId.Add(id, node = new(id));
            _all.Add(node);
        }
        return node;
    }

    /// <summary>A link has opened to a node that has none.</summary>
    public void Open(int link, NodeIdentity peer)
    {
        NodeState node = Of(peer.Node);
        node.Open(link, peer.Incarnation);
        _byLink[link] = node;
    }

    /// <summary>A link is broken, or a newer one of its node has opened: the node is without one.</summary>
    public void Close(int link)
    {
        if (_byLink.Remove(link, out NodeState? node))
            node.Close();
    }

    public NodeState? ByLink(int link) => _byLink.GetValueOrDefault(link);
}
