using ElasticMoE.Contracts;

namespace ElasticMoE.Placement.NodeCounts;

/// <summary>
/// How many nodes a cluster wants: one more where memory has been short for a while and all that were asked for are there. It never wants fewer:
/// giving a node back means draining it first, which is an operator's decision.
/// </summary>
/// <param name="nodesMax">Most it may want.</param>
[Machine]
public sealed class NodeDemand(int nodesMax)
{
    /// <summary>How long memory has to be short; a node that starts again leaves its experts without a standby for less.</summary>
    public const long ShortMs = 60_000;

    private long? _shortSinceMs;

    /// <summary>Looks at what there is.</summary>
    /// <param name="supply">Nodes, and whether they suffice.</param>
    /// <param name="nowMs">Monotonic time.</param>
    /// <returns>How many nodes are wanted now.</returns>
    public int Handle(NodeSupply supply, long nowMs)
    {
        if (!supply.IsShort || supply.Ready < supply.Desired)
        {
            _shortSinceMs = null;
            return supply.Desired;
        }
        _shortSinceMs ??= nowMs;
        if (nowMs - _shortSinceMs < ShortMs || supply.Desired >= nodesMax)
            return supply.Desired;
        _shortSinceMs = null;
        return supply.Desired + 1;
    }
}
