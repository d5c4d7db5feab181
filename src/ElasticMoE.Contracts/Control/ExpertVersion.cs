using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Control;

/// <summary>An expert's weights as they were loaded with the model (0) or as an update made them.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Version">Counts the expert's updates; never reused.</param>
public readonly record struct ExpertVersion(ExpertId Expert, int Version) : IComparable<ExpertVersion>
{
    /// <inheritdoc/>
    public int CompareTo(ExpertVersion other)
    {
        int byExpert = Expert.CompareTo(other.Expert);
        return byExpert != 0 ? byExpert : Version.CompareTo(other.Version);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Expert}@{Version}";
}
