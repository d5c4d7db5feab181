using ElasticMoE.Contracts.Experts;
using ElasticMoE.Model.Steps;

namespace ElasticMoE.Engine.Tests;

/// <summary>
/// A model whose scores are a hash of all tokens so far. It keeps what each slot was given, so a token left out, doubled or given to
/// the wrong sequence changes every later answer; and it checks that blocks suffice.
/// </summary>
internal sealed class ScriptedModel(int vocabularySize, int contextLength, int blockCount) : StepModel
{
    private readonly List<List<int>?> _slots = [];
    private readonly List<float[]> _logits = [];
    private readonly List<(int Slot, int Lost)> _lost = [];
    private readonly List<ChunkOutcome> _outcomes = [];
    private int _logitCount;
    private int _wanted;

    public override int VocabularySize => vocabularySize;

    public override int ContextLength => contextLength;

    public override int BlockPositions => 16;

    public override int BlockCount => blockCount;

    public override int FreeBlocks => blockCount - _slots.Sum(slot => ((slot?.Count ?? 0) + 15) / 16);

    public override IReadOnlyList<int> EosIds { get; } = [0];

    /// <summary>Scores become NaN after this token.</summary>
    public int Poison { get; init; } = -1;

    /// <summary>Where set, a third of the chunks are completed in part or not at all.</summary>
    public Random? Parks { get; init; }

    /// <summary>No token is ever complete.</summary>
    public bool ParksAll { get; init; }

    /// <summary>Times the engine has waited for experts.</summary>
    public int Waits { get; private set; }

    public int RowsMax { get; private set; }

    private int _rows;

    public override void Check(GatePolicy policy) => policy.Validate();

    public override int Open(GatePolicy policy, ulong seed)
    {
        _slots.Add([]);
        return _slots.Count - 1;
    }

    public override void Close(int slot)
    {
        Assert.NotNull(_slots[slot]);
        _slots[slot] = null;
    }

    public override void Add(int slot, ReadOnlySpan<int> tokens, bool wantsLogits)
    {
        if (_rows == 0)
        {
            _logitCount = 0;
            _outcomes.Clear();
        }
        int complete = ParksAll ? 0 : Parks is not null && Parks.Next(3) == 0 ? Parks.Next(tokens.Length) : tokens.Length;
        _outcomes.Add(new(complete, null));
        _lost.Add((slot, tokens.Length - complete));
        _slots[slot]!.AddRange(tokens);
        Assert.True(FreeBlocks >= 0);
        _rows += tokens.Length;
        if (!wantsLogits)
            return;
        _wanted++;
        if (_logitCount == _logits.Count)
            _logits.Add(new float[vocabularySize]);
        Score(_slots[slot]!, _logits[_logitCount++]);
    }

    public override void Run()
    {
        RowsMax = Math.Max(RowsMax, _rows);
        _rows = _wanted = 0;
        foreach ((int slot, int lost) in _lost)
            _slots[slot]!.RemoveRange(_slots[slot]!.Count - lost, lost);
        _lost.Clear();
    }

    public override void AwaitExperts(int limitMs)
    {
        Assert.InRange(limitMs, 1, 10);
        Waits++;
    }

    public override ChunkOutcome Outcome(int index) => _outcomes[index];

    public override ReadOnlySpan<float> Logits(int index) => _logits[index];

    public override void Dispose()
    {
    }

    private void Score(List<int> tokens, float[] logits)
    {
        uint hash = 17;
        foreach (int token in tokens)
            hash = (hash ^ (uint)token) * 0x9E3779B1 + 12345;
        for (int id = 0; id < logits.Length; id++)
        {
            hash = hash * 1664525 + 1013904223;
            logits[id] = (hash >> 8) * (4f / (1 << 24));
        }
        if (tokens[^1] == Poison)
            logits[logits.Length / 2] = float.NaN;
    }
}
