using ElasticMoE.Model.Cache;

namespace ElasticMoE.Model.Steps;

/// <summary>A run of rows of one sequence in a step, at consecutive positions.</summary>
/// <param name="Sequence">Whose rows.</param>
/// <param name="FirstRow">Its first row in the step.</param>
/// <param name="Rows">How many.</param>
/// <param name="FirstPosition">The position of its first row.</param>
/// <param name="Logits">Which of its rows are scored against the vocabulary.</param>
/// <param name="Routes">Told where its last row goes; null where nobody asks.</param>
internal readonly record struct StepChunk(KvSequence Sequence, int FirstRow, int Rows, int FirstPosition, LogitRows Logits, RowRoutes? Routes)
{
    /// <summary>How many of its rows are scored: the last ones.</summary>
    public int Scored => Logits switch { LogitRows.All => Rows, LogitRows.Last => 1, _ => 0 };
}
