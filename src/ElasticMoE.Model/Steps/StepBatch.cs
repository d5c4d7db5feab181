using System.Runtime.InteropServices;
using ElasticMoE.Model.Cache;

namespace ElasticMoE.Model.Steps;

/// <summary>The rows of one step: chunks of sequences, each at the positions that follow what its sequence has written. Reused from step to step.</summary>
public sealed class StepBatch
{
    private readonly List<StepChunk> _chunks = [];
    private readonly List<ChunkOutcome> _outcomes = [];
    private int[] _tokens = [];
    private int[] _positions = [];

    /// <summary>Rows of all chunks.</summary>
    public int Rows { get; private set; }

    /// <summary>What became of each chunk in the last step, in the order in which they were added.</summary>
    public IReadOnlyList<ChunkOutcome> Outcomes => _outcomes;

    /// <summary>Whether anybody asks where rows go.</summary>
    internal bool WantsRoutes { get; private set; }

    internal ReadOnlySpan<StepChunk> Chunks => CollectionsMarshal.AsSpan(_chunks);

    internal ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, Rows);

    internal ReadOnlySpan<int> Positions => _positions.AsSpan(0, Rows);

    /// <summary>Forgets all chunks.</summary>
    public void Clear()
    {
        _chunks.Clear();
        (Rows, WantsRoutes) = (0, false);
    }

    /// <summary>Adds a chunk of a sequence. A sequence comes at most once in a step.</summary>
    /// <param name="sequence">Its cache has room for the tokens.</param>
    /// <param name="tokens">At least one id.</param>
    /// <param name="logits">Which rows are scored; scored rows are numbered in order over the whole batch.</param>
    /// <param name="routes">Told to which experts the last row goes; null where nobody asks.</param>
    public void Add(KvSequence sequence, ReadOnlySpan<int> tokens, LogitRows logits, RowRoutes? routes = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(tokens.Length);
        if (sequence.Length + tokens.Length > sequence.Capacity)
            throw new ArgumentException($"{tokens.Length} positions after {sequence.Length} exceed the {sequence.Capacity} reserved", nameof(tokens));
        Grow(Rows + tokens.Length);
        tokens.CopyTo(_tokens.AsSpan(Rows));
        for (int i = 0; i < tokens.Length; i++)
            _positions[Rows + i] = sequence.Length + i;
        _chunks.Add(new(sequence, Rows, tokens.Length, sequence.Length, logits, routes));
        WantsRoutes |= routes is not null;
        Rows += tokens.Length;
    }

    internal void ClearOutcomes() => _outcomes.Clear();

    internal void AddOutcome(ChunkOutcome outcome) => _outcomes.Add(outcome);

    private void Grow(int rows)
    {
        if (rows <= _tokens.Length)
            return;
        int length = Math.Max(rows, _tokens.Length * 2);
        Array.Resize(ref _tokens, length);
        Array.Resize(ref _positions, length);
    }
}
