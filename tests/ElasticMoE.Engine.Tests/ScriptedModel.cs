using ElasticMoE.Contracts.Experts;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Steps;
using ElasticMoE.Testing;

namespace ElasticMoE.Engine.Tests;

/// <summary>
/// A model whose scores are a hash of all tokens so far. Its cache holds, in the blocks of a real pool, the tokens that were computed, so a
/// token left out, doubled, overwritten or given to the wrong sequence changes every later answer.
/// </summary>
internal sealed class ScriptedModel : StepModel
{
    private const int Positions = 16;

    private readonly BlockPool _pool;
    private readonly int[] _cached;
    private readonly int _vocabularySize;
    private readonly List<KvSequence?> _slots = [];
    private readonly List<float[]> _logits = [];
    private readonly List<(int Slot, int Complete)> _chunks = [];
    private readonly List<ChunkOutcome> _outcomes = [];
    private int _logitCount;
    private int _rows;

    public ScriptedModel(int vocabularySize, int contextLength, int blockCount, bool keepsPrefixes = true)
    {
        (_vocabularySize, ContextLength) = (vocabularySize, contextLength);
        (_pool, _cached) = (new BlockPool(blockCount, keepsPrefixes), new int[blockCount * Positions]);
    }

    public override int VocabularySize => _vocabularySize;

    public override int ContextLength { get; }

    public override int BlockPositions => Positions;

    public override int BlockCount => _pool.Count;

    public override int FreeBlocks => _pool.Free;

    public override int PrefixBlocks => _pool.Kept;

    public override IReadOnlyList<int> EosIds { get; } = [0];

    /// <summary>Scores become NaN after this token.</summary>
    public int Poison { get; set; } = -1;

    /// <summary>Where set, a third of the chunks are completed in part or not at all.</summary>
    public Random? Parks { get; init; }

    /// <summary>No token is ever complete, for want of expert 2/17.</summary>
    public bool ParksAll { get; init; }

    /// <summary>Times the engine has waited for experts.</summary>
    public int Waits { get; private set; }

    /// <summary>Moves on by <see cref="StepTime"/> a step, and while the engine waits for experts.</summary>
    public VirtualTime Time { get; } = new();

    public TimeSpan StepTime { get; init; } = TimeSpan.FromMilliseconds(1);

    public int RowsMax { get; private set; }

    /// <summary>What each sequence was bound to, in order.</summary>
    public List<BoundRevision> Opened { get; } = [];

    /// <summary>Rows of all steps.</summary>
    public long RowsComputed { get; private set; }

    public override void Check(GatePolicy policy) => policy.Validate();

    public override (int Slot, int Positions) Open(in SequenceBinding binding, ReadOnlySpan<int> tokens)
    {
        var sequence = new KvSequence { Revision = binding.Revision.Revision };
        _slots.Add(sequence);
        Opened.Add(binding.Revision);
        return (_slots.Count - 1, binding.Gate.IsOff ? _pool.Attach(sequence, tokens) : 0);
    }

    public override void Keep(int slot, ReadOnlySpan<int> tokens) => _pool.Keep(_slots[slot]!, tokens);

    public override void Forget(int slot) => _pool.Forget(_slots[slot]!);

    public override void Close(int slot)
    {
        Assert.NotNull(_slots[slot]);
        _pool.Release(_slots[slot]!);
        _slots[slot] = null;
    }

    public override void Add(int slot, ReadOnlySpan<int> tokens, bool wantsLogits, RowRoutes? routes)
    {
        if (_rows == 0)
        {
            _logitCount = 0;
            _outcomes.Clear();
        }
        KvSequence sequence = _slots[slot]!;
        Assert.True(_pool.TryReserve(sequence, tokens.Length));
        int complete = ParksAll ? 0 : Parks is not null && Parks.Next(3) == 0 ? Parks.Next(tokens.Length) : tokens.Length;
        _outcomes.Add(new(complete, null, ParksAll ? new(2, 17) : null));
        _chunks.Add((slot, complete));
        // Rows that get parked leave garbage behind, as real ones may.
        for (int i = 0; i < tokens.Length; i++)
            Cached(sequence, sequence.Length + i) = i < complete ? tokens[i] : -7;
        _rows += tokens.Length;
        if (!wantsLogits)
            return;
        if (_logitCount == _logits.Count)
            _logits.Add(new float[_vocabularySize]);
        Score(sequence, sequence.Length + tokens.Length, _logits[_logitCount++]);
    }

    public override void Run()
    {
        RowsMax = Math.Max(RowsMax, _rows);
        RowsComputed += _rows;
        _rows = 0;
        Time.Advance(StepTime);
        foreach ((int slot, int complete) in _chunks)
        {
            _slots[slot]!.Advance(complete);
            _pool.Trim(_slots[slot]!);
        }
        _chunks.Clear();
    }

    public override void AwaitExperts(int limitMs)
    {
        Assert.InRange(limitMs, 1, 10);
        Waits++;
        Time.Advance(TimeSpan.FromMilliseconds(limitMs));
    }

    public override ChunkOutcome Outcome(int index) => _outcomes[index];

    public override ReadOnlySpan<float> Logits(int index) => _logits[index];

    public override void Dispose()
    {
    }

    private ref int Cached(KvSequence sequence, int position) => ref _cached[sequence.Blocks[position / Positions] * Positions + position % Positions];

    private void Score(KvSequence sequence, int length, float[] logits)
    {
        uint hash = 17;
        for (int position = 0; position < length; position++)
            hash = (hash ^ (uint)Cached(sequence, position)) * 0x9E3779B1 + 12345;
        for (int id = 0; id < logits.Length; id++)
        {
            hash = hash * 1664525 + 1013904223;
            logits[id] = (hash >> 8) * (4f / (1 << 24));
        }
        if (Cached(sequence, length - 1) == Poison)
            logits[logits.Length / 2] = float.NaN;
    }
}
