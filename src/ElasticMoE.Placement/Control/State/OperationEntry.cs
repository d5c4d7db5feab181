using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.State;

/// <summary>Something under way, or remembered after its end.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">What it is about, for people.</param>
/// <param name="Experts">Versions it waits for, ascending.</param>
/// <param name="Node">The node it empties, if any.</param>
/// <param name="LimitMs">For an update: how long sequences may stay bound to the old version.</param>
/// <param name="Outcome">How it ended; null while it is under way.</param>
/// <param name="Message">What there is to say of its end.</param>
public sealed record OperationEntry(OperationKind Kind, string Subject, IReadOnlyList<ExpertVersion> Experts, NodeId? Node, long LimitMs, OutcomeCode? Outcome, string Message)
{
    /// <summary>Whether it goes on.</summary>
    public bool IsUnderWay => Outcome is null;
}
