using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Decisions;

/// <summary>What fails as one: the widest of zone, host and node that has at least two values in the cluster.</summary>
public sealed class FailureDomains
{
    private readonly Func<NodeDescription, string> _domain;
    private readonly ControlState _state;

    /// <param name="state">Whose nodes.</param>
    public FailureDomains(ControlState state)
    {
        _state = state;
        _domain = Varies(state, node => node.Zone) ? node => node.Zone : Varies(state, node => node.Host) ? node => node.Host : node => node.Node.ToString();
    }

    /// <summary>The domain of a node that counts; null for one that is gone.</summary>
    public string? Of(NodeId node) => _state.Nodes.TryGetValue(node, out NodeEntry? entry) ? _domain(entry.Description) : null;

    private static bool Varies(ControlState state, Func<NodeDescription, string> value)
    {
        string? first = null;
        foreach (NodeEntry node in state.Nodes.Values)
        {
            first ??= value(node.Description);
            if (value(node.Description) != first)
                return true;
        }
        return false;
    }
}
