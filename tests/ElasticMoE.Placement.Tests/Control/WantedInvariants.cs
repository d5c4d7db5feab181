using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Decisions;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Tests.Control;

/// <summary>What holds of every wanted state, whatever was commanded.</summary>
internal static class WantedInvariants
{
    /// <param name="state">The state.</param>
    /// <param name="hasRoom">Whether every node could hold everything, so that nothing excuses a missing standby.</param>
    /// <param name="where">Named where it doesn't hold.</param>
    public static void Check(ControlState state, bool hasRoom, string where)
    {
        var domains = new FailureDomains(state);
        foreach ((NodeId node, NodeEntry entry) in state.Nodes)
        {
            long used = state.Wanted.Values.Where(wanted => wanted.All.Contains(node)).Sum(wanted => state.BytesOf(wanted.Replica));
            Assert.True(used <= entry.Description.BudgetBytes, $"{where}: node {node} is to hold {used} bytes of {entry.Description.BudgetBytes}");
        }
        foreach ((ExpertId expert, ExpertEntry entry) in state.Experts)
        {
            Assert.True(entry.Live.Length is 1 or 2, $"{where}: {entry.Live.Length} versions of expert {expert} are live");
            foreach (VersionEntry version in entry.Live)
                Check(state, new ExpertVersion(expert, version.Version), (hasRoom, domains), where);
        }
    }

    private static void Check(ControlState state, ExpertVersion replica, (bool HasRoom, FailureDomains Domains) world, string where)
    {
        WantedReplicas wanted = state.WantedOf(replica);
        Assert.True(!state.IsNeeded(replica) || !wanted.IsNowhere, $"{where}: expert {replica} is wanted nowhere");
        Assert.True(wanted.All.Distinct().Count() == wanted.All.Count(), $"{where}: expert {replica} is twice on a node");
        Assert.True(wanted.Awake.SequenceEqual(wanted.Awake.Order()) && wanted.Standbys.SequenceEqual(wanted.Standbys.Order()), $"{where}: expert {replica} is out of order");
        foreach ((NodeId node, bool awake) in state.Experts[replica.Expert].Pins.Where(pin => state.IsNeeded(replica)))
            Assert.True((awake ? wanted.Awake : wanted.All).Contains(node), $"{where}: expert {replica} has left node {node}, to which it is pinned");
        if (!world.HasRoom || wanted.Awake.Count == 0 || !state.IsNeeded(replica))
            return;
        bool isApart = wanted.Standbys.Any(node => wanted.Awake.Any(awake => world.Domains.Of(awake) != world.Domains.Of(node)));
        bool couldBe = state.Nodes.Any(pair => !pair.Value.IsCordoned && !wanted.All.Contains(pair.Key) && wanted.Awake.Any(awake => world.Domains.Of(awake) != world.Domains.Of(pair.Key)));
        Assert.True(isApart || !couldBe, $"{where}: expert {replica} has no standby in another failure domain");
    }
}
