using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.Decisions;

/// <summary>What follows from a command.</summary>
/// <param name="Outcome">What its sender is told, once the events are journaled.</param>
/// <param name="Events">Empty where it is refused or changes nothing.</param>
public sealed record Decision(CommandOutcome Outcome, IReadOnlyList<ControlEvent> Events)
{
    /// <summary>Nothing happens.</summary>
    public static Decision Refuse(OutcomeCode code, string message) => new(new(code, message), []);
}
