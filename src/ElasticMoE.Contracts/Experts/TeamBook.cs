using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Experts;

/// <summary>A cluster's teams, as a map has them.</summary>
/// <param name="Epoch">The map's; of two books the newer one counts.</param>
/// <param name="Teams">By name, ascending.</param>
public sealed record TeamBook(Epoch Epoch, IReadOnlyList<ExpertTeam> Teams);
