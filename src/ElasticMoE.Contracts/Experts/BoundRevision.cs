using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Experts;

/// <summary>A revision, as a sequence is bound to it at admission.</summary>
/// <param name="Revision">Which one.</param>
/// <param name="Pruned">Experts that no row goes to in it, ascending.</param>
public sealed record BoundRevision(Revision Revision, IReadOnlyList<ExpertId> Pruned)
{
    /// <summary>The model as it was loaded.</summary>
    public static BoundRevision Loaded { get; } = new(default, []);
}
