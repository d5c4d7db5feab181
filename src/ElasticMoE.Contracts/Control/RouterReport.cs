using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Control;

/// <summary>What a router observes.</summary>
/// <param name="Identity">The router and this start of it.</param>
/// <param name="Sequence">Grows with every report of this start; an older one is ignored.</param>
/// <param name="Acknowledged">The epoch of the map that new steps use, with no step on an older one left.</param>
/// <param name="Unreachable">Nodes of that map it has no link to, by the incarnation it last spoke with (0 where it never did), ascending.</param>
/// <param name="Claims">What parked positions wait for, ascending: none of it may be put to sleep.</param>
/// <param name="Bound">Revisions with at least one sequence bound to them, ascending.</param>
/// <param name="Load">Experts with rows so far, ascending.</param>
public sealed record RouterReport(
    RouterIdentity Identity,
    long Sequence,
    Epoch Acknowledged,
    IReadOnlyList<NodeIdentity> Unreachable,
    IReadOnlyList<ExpertVersion> Claims,
    IReadOnlyList<Revision> Bound,
    IReadOnlyList<ExpertLoad> Load);
