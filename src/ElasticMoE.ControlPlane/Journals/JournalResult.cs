namespace ElasticMoE.ControlPlane.Journals;

/// <summary>An operation's outcome.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Value">What it gives where it is done; otherwise the type's default.</param>
/// <param name="Cause">Why it is not done, in one line; empty where it is.</param>
public readonly record struct JournalResult<T>(JournalOutcome Outcome, T Value, string Cause)
{
    /// <summary>Whether it is done.</summary>
    public bool IsDone => Outcome == JournalOutcome.Done;

    /// <summary>Done.</summary>
    public static JournalResult<T> Done(T value) => new(JournalOutcome.Done, value, "");

    /// <summary>Not done.</summary>
    public static JournalResult<T> Failed(JournalOutcome outcome, string cause) => new(outcome, default!, cause);
}
