using ElasticMoE.Contracts.Control;

namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>What became of a change that was asked for, or of a request that couldn't be answered.</summary>
/// <param name="Code">How it ended.</param>
/// <param name="Message">One line.</param>
/// <param name="Operation">What goes on; 0 for nothing.</param>
/// <param name="Changes">Where replicas are wanted differently.</param>
/// <param name="Exit">The exit code of a command that ends with it.</param>
public sealed record OutcomeReport(string Code, string Message, long Operation, IReadOnlyList<PlacementEntry> Changes, int Exit)
{
    internal static OutcomeReport Of(CommandOutcome outcome) => new(
        CodeOf(outcome.Code), outcome.Message, outcome.Operation.Value,
        [.. outcome.Changes.Select(change => new PlacementEntry(change.Replica.Expert.ToString(), change.Replica.Version, [.. change.Awake.Select(node => node.Value)], [.. change.Standbys.Select(node => node.Value)]))],
        (int)outcome.Exit);

    /// <summary>A code's name, as JSON writes it: the first letter small.</summary>
    internal static string CodeOf(OutcomeCode code) => code.ToString() is var name ? char.ToLowerInvariant(name[0]) + name[1..] : "";
}
