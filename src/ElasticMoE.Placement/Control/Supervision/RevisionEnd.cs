using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Reconciling;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>What clients are told whose answers are still bound to a revision when its time is over.</summary>
internal static class RevisionEnd
{
    /// <summary>One line that names what replaced it.</summary>
    /// <param name="state">In which it still lives.</param>
    /// <param name="revision">Which one.</param>
    public static string Of(ControlState state, Revision revision)
    {
        RevisionEntry ended = state.Revisions[revision];
        RevisionVersions next = state.Revisions.First(pair => pair.Key.CompareTo(revision) > 0).Value.Versions;
        long limitMs = ended.LimitMs > 0 ? ended.LimitMs : SupervisionTimes.LongestRequestMs;
        return $"{Change(state, ended.Versions, next)}, and the {limitMs / 1000.0:0.###} s are over for which answers that began before could go on";
    }

    private static string Change(ControlState state, RevisionVersions ended, RevisionVersions next)
    {
        foreach (ExpertId expert in next.Updated.Concat(ended.Updated).Select(version => version.Expert).Distinct().Order())
        {
            int version = next.VersionOf(expert);
            if (version != ended.VersionOf(expert))
                return $"expert {expert} was {(version < ended.VersionOf(expert) ? "rolled back" : "updated")} to version {version}{Source(state.Experts[expert].Find(version))}";
        }
        return next.Pruned.Except(ended.Pruned).Order().Select(expert => $"expert {expert} was pruned").FirstOrDefault() ?? $"revision {ended.Revision} was replaced";
    }

    private static string Source(VersionEntry? version) => version is { Source.Length: > 0 } known ? $" (from {known.Source})" : "";
}
