using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;

namespace ElasticMoE.Node.Chaos.Targets;

/// <summary>Says whom a step means: a member by name (node-1), or one by its turn.</summary>
internal static class MemberSelector
{
    /// <summary>The words that can be said, besides members' names.</summary>
    public const string Words = "node, another-node, nodes, all-but-one-node, router, leader, next";

    /// <param name="on">What a step says.</param>
    /// <param name="target">The cluster.</param>
    /// <param name="turn">Which round it is, from a number that the seed chose on.</param>
    /// <exception cref="InputException">There is no such member.</exception>
    public static ClusterMember[] Choose(string on, IChaosTarget target, int turn)
    {
        ClusterMember[] nodes = Of(target, ClusterRole.Expert), routers = Of(target, ClusterRole.Router);
        ClusterMember[] chosen = on switch
        {
            "node" => [.. At(nodes, turn)],
            "another-node" => [.. At(nodes, turn + 1)],
            "nodes" => nodes,
            "all-but-one-node" => [.. nodes.Except(At(nodes, turn))],
            "router" => [.. At(routers, turn)],
            "leader" => [target.Leader],
            // Clients hold connections to gateways; those that end with one are broken by its nature.
            "next" => [.. At([.. target.Members.Where(member => member.Role != ClusterRole.Gateway)], turn)],
            _ => [.. target.Members.Where(member => member.FileName == on)],
        };
        return chosen.Length > 0 ? chosen : throw new InputException(on, $"is no member of this cluster; there are {Words}, or {string.Join(", ", target.Members.Select(member => member.FileName))}", ExitCode.NotFound);
    }

    private static ClusterMember[] Of(IChaosTarget target, ClusterRole role) => [.. target.Members.Where(member => member.Role == role)];

    private static IEnumerable<ClusterMember> At(ClusterMember[] members, int turn) => members.Length == 0 ? [] : [members[turn % members.Length]];
}
