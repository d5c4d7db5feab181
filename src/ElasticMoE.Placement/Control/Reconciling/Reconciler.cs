using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>Compares what is wanted with what is observed: the commands that bring one nearer to the other.</summary>
public static class Reconciler
{
    /// <summary>Commands to every node that is reached and has reported. None depends on another having been carried out.</summary>
    /// <param name="state">What is wanted.</param>
    /// <param name="observed">What is.</param>
    /// <param name="lease">The leader's number, which fences the commands.</param>
    /// <param name="nowMs">The leader's monotonic clock.</param>
    public static IReadOnlyList<ReplicaCommand> Plan(ControlState state, Observed observed, long lease, long nowMs)
    {
        observed.Index.Update(state);
        var commands = new List<ReplicaCommand>();
        foreach (NodeId node in observed.Index.Unsettled.ToArray())
        {
            if (!observed.Nodes.TryGetValue(node, out NodeObservation? seen) || seen is not { IsConnected: true, Report: { } report })
                continue;
            SortedDictionary<ExpertVersion, bool> wanted = observed.Index.WantedOn(node);
            if (IsInPlace(seen, report, wanted))
            {
                seen.NoteHomeless(false, nowMs);
                observed.Index.Unsettled.Remove(node);
            }
            else if (state.Nodes.ContainsKey(node))
                new NodeReconciliation(state, observed, node, nowMs).Plan(wanted, lease, commands);
        }
        return commands;
    }

    /// <summary>Whether all is as wanted, as on nearly every node nearly always: then there is nothing to say.</summary>
    private static bool IsInPlace(NodeObservation seen, NodeReport report, SortedDictionary<ExpertVersion, bool> wanted)
    {
        int inPlace = 0;
        foreach (ReplicaReport replica in report.Replicas)
        {
            if (!wanted.TryGetValue(replica.Replica, out bool awake))
            {
                if (replica.Phase is ReplicaPhase.Cold)
                    continue;
                return false;
            }
            if (replica.TookOver || seen.IsToldToLeave(replica.Replica) || replica.Phase != (awake ? ReplicaPhase.Awake : ReplicaPhase.Warm))
                return false;
            inPlace++;
        }
        return inPlace == wanted.Count;
    }
}
