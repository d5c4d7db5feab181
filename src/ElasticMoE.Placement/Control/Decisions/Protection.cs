using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Decisions;

/// <summary>What would be lost with a failure domain.</summary>
public static class Protection
{
    /// <summary>Versions that are awake and all of whose replicas are in one failure domain; with one node there is no other. What sleeps has by default one standby, and that on purpose.</summary>
    public static IEnumerable<ExpertVersion> Unprotected(ControlState state)
    {
        var domains = new FailureDomains(state);
        return state.Wanted.Values
            .Where(wanted => wanted.Awake.Count > 0 && state.IsNeeded(wanted.Replica))
            .Where(wanted => wanted.All.Where(state.Nodes.ContainsKey).Select(domains.Of).Distinct().Count() < 2)
            .Select(wanted => wanted.Replica);
    }
}
