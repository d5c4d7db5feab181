using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>What there is to say of an expert's number of awake replicas.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Awake">Awake replicas wanted; 0: it sleeps.</param>
/// <param name="IsHeld">Whether an operator set the number.</param>
/// <param name="Reason">Why it is what it is, and the journal's entry that says so; empty and 0 where nobody has decided yet.</param>
/// <param name="Refused">What the autoscaler wanted last and couldn't have; empty where there is no such thing.</param>
/// <param name="Load">Its share of its layer's choices, times fair, and rows a second.</param>
public sealed record ScaleNote(ExpertId Expert, int Awake, bool IsHeld, (string Text, long Index) Reason, string Refused, (double Fair, double RowsPerS) Load);
