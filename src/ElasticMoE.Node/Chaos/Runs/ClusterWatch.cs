using System.Text.Json;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Chaos.Targets;
using ElasticMoE.Node.Clusters;

namespace ElasticMoE.Node.Chaos.Runs;

/// <summary>Says whether a cluster is whole: all members run and are connected, every expert has its standby, nothing is under way.</summary>
internal sealed class ClusterWatch(IChaosTarget target, ClusterOperator cluster)
{
    /// <summary>What is missing; null where nothing is.</summary>
    public string? Missing()
    {
        foreach (ClusterMember member in target.Members)
        {
            if (target.StartOf(member) is null)
                return $"{member} doesn't run";
        }
        return cluster.TryAsk("status") is not { } status ? "no supervisor leads" : Missing(status);
    }

    /// <summary>What of a whole cluster still gets ready; null where nothing does.</summary>
    public string? Unready => target.Unready;

    /// <summary>Replicas that are awake; null where nobody who leads tells.</summary>
    public int? Awake => cluster.TryAsk("status") is { } status ? Number(status, "awakeReplicas") : null;

    private string? Missing(JsonElement status)
    {
        string health = status.GetProperty("health").GetString()!;
        int nodes = target.Members.Count(member => member.Role == ClusterRole.Expert), routers = target.Members.Count(member => member.Role == ClusterRole.Router);
        if (Number(status, "nodesReady") < nodes || Number(status, "routers") < routers)
            return $"{Number(status, "nodesReady")} of {nodes} nodes and {Number(status, "routers")} of {routers} routers are connected";
        if (Number(status, "operationsUnderWay") is > 0 and var underWay)
            return $"{underWay} operations are under way";
        if (health != "healthy")
            return $"it is {health}: {string.Join("; ", status.GetProperty("causes").EnumerateArray().Select(cause => cause.GetString()))}";
        int copies = Number(status, "awakeReplicas") + Number(status, "standbys"), wanted = Math.Min(2, nodes) * Number(status, "experts");
        return copies < wanted ? $"{copies} of {wanted} replicas are in memory" : null;
    }

    private static int Number(JsonElement status, string name) => status.GetProperty(name).GetInt32();
}
