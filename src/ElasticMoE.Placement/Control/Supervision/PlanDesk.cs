using ElasticMoE.Placement.Control.Decisions;
using ElasticMoE.Placement.Control.Reconciling;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>
/// Between a leader and its planner, which takes its time: one question is out at a time, and what is answered counts only while what it was
/// asked about is still so. Whoever has waited too long is told to do without.
/// </summary>
internal sealed class PlanDesk
{
    private PlanQuestion? _out;
    private PlanQuestion? _unsent;
    private (PlanQuestion Question, PlanAnswer Answer)? _answered;
    private long? _waitsSinceMs;
    private long _questions;

    /// <summary>What the newest plan says of redundancy, whether it was carried out or not; null before the first.</summary>
    public Redundancy? Redundancy { get; private set; }

    /// <summary>When a plan was last taken, by the leader's monotonic clock.</summary>
    public long PlannedMs { get; private set; }

    /// <summary>A leader begins: it knows of no question, and asks how things are once nodes had time to come. Numbers go on, so that no late answer is taken for one of its own.</summary>
    public void Begin(long nowMs) =>
        (_out, _unsent, _answered, _waitsSinceMs, Redundancy, PlannedMs) = (null, null, null, null, null, nowMs - SupervisionTimes.RebalanceMs + SupervisionTimes.ConfirmMs);

    /// <summary>Asks for a plan, or takes it.</summary>
    /// <returns>The plan; null where it isn't there yet.</returns>
    public PlanAnswer? Ask(ControlState state, DecisionContext context, long nowMs)
    {
        _waitsSinceMs ??= nowMs;
        if (_answered is { } answered && answered.Question.IsStillAsked(state, context))
            return answered.Answer;
        _answered = null;
        if (_out is null)
            _out = _unsent = new(++_questions, state, context);
        return null;
    }

    /// <summary>Whether a plan has been waited for too long.</summary>
    public bool IsLate(long nowMs) => nowMs - _waitsSinceMs >= SupervisionTimes.PlanWaitMs;

    /// <summary>What was asked for is there, or nobody needs it any more.</summary>
    public void Close(long nowMs) => (_answered, _waitsSinceMs, PlannedMs) = (null, null, nowMs);

    /// <summary>Takes a planner's answer.</summary>
    /// <returns>Whether anybody asked for it.</returns>
    public bool Take(PlanAnswer answer)
    {
        if (_out is not { } question || question.Number != answer.Number)
            return false;
        (_out, _answered, Redundancy) = (null, (question, answer), answer.Redundancy);
        return true;
    }

    /// <summary>A question that hasn't been sent yet; null where there is none.</summary>
    public PlanQuestion? Next()
    {
        PlanQuestion? next = _unsent;
        _unsent = null;
        return next;
    }
}
