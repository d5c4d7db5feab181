using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.DataPlane.Control;

/// <summary>Where a router's reports come from.</summary>
/// <param name="Links">Its links to nodes.</param>
/// <param name="InUse">The epoch that the exchange under way began with; null while there is none.</param>
/// <param name="Rows">What it sent to each expert.</param>
/// <param name="Claims">What rows were parked for.</param>
/// <param name="Bound">Revisions that sequences are bound to, ascending.</param>
public sealed record RouterSight(NodeLinks Links, Func<Epoch?> InUse, ExpertRows Rows, ExpertClaims Claims, Func<IReadOnlyList<Revision>> Bound);
