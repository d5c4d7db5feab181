using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Control;

/// <summary>Which version of each expert a revision has.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="Updated">Experts whose version isn't 0, ascending.</param>
/// <param name="Pruned">Experts it lacks, ascending.</param>
public sealed record RevisionVersions(Revision Revision, IReadOnlyList<ExpertVersion> Updated, IReadOnlyList<ExpertId> Pruned)
{
    /// <summary>The version of an expert.</summary>
    public int VersionOf(ExpertId expert)
    {
        int index = AscendingList.IndexOf(Updated, expert, static updated => updated.Expert);
        return index < 0 ? 0 : Updated[index].Version;
    }

    /// <summary>Whether it lacks the expert.</summary>
    public bool IsPruned(ExpertId expert) => Pruned.Contains(expert);

    /// <inheritdoc/>
    public bool Equals(RevisionVersions? other) =>
        other is not null && Revision == other.Revision && Updated.SequenceEqual(other.Updated) && Pruned.SequenceEqual(other.Pruned);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Revision, Updated.Count, Pruned.Count);
}
