using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.State;

/// <summary>A node that counts: one that registered and wasn't removed.</summary>
/// <param name="Description">As it described itself last.</param>
/// <param name="IsCordoned">It gets no further replicas.</param>
/// <param name="IsDraining">It is to be emptied; then it is cordoned too.</param>
public sealed record NodeEntry(NodeDescription Description, bool IsCordoned, bool IsDraining);
