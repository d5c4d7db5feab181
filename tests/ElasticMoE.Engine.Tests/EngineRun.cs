using System.Text;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Requests;

namespace ElasticMoE.Engine.Tests;

/// <summary>Steps an engine to the end and keeps what every sequence got, checking that events come once and in order.</summary>
internal sealed class EngineRun(Engine engine)
{
    private readonly Dictionary<SequenceId, List<TokenEvent>> _tokens = [];
    private readonly Dictionary<SequenceId, FinishEvent> _finished = [];
    private readonly Dictionary<SequenceId, StringBuilder> _text = [];

    public int[] Output(SequenceId id) => [.. _tokens.GetValueOrDefault(id, []).Select(token => token.Id)];

    public IReadOnlyList<TokenEvent> Tokens(SequenceId id) => _tokens[id];

    public bool HasTokens(SequenceId id) => _tokens.ContainsKey(id);

    public string Text(SequenceId id) => _text[id].ToString();

    public FinishEvent Finish(SequenceId id) => _finished[id];

    public bool HasFinished(SequenceId id) => _finished.ContainsKey(id);

    /// <summary>Submits requests and runs until nothing is left.</summary>
    public static EngineRun Of(Engine engine, out SequenceId[] ids, params TokenRequest[] requests)
    {
        ids = [.. requests.Select(engine.Submit)];
        var run = new EngineRun(engine);
        run.ToEnd();
        return run;
    }

    public void ToEnd()
    {
        for (int step = 0; engine.HasWork; step++)
        {
            Assert.True(step < 1_000_000, "the engine doesn't come to an end");
            Step();
        }
    }

    public void Step()
    {
        StepEvents events = engine.Step();
        foreach (TokenEvent token in events.Tokens)
            Record(token);
        foreach (FinishEvent finish in events.Finished)
            Assert.True(_finished.TryAdd(finish.Sequence, finish));
    }

    private void Record(TokenEvent token)
    {
        Assert.False(_finished.ContainsKey(token.Sequence));
        if (!_tokens.TryGetValue(token.Sequence, out List<TokenEvent>? tokens))
            (_tokens[token.Sequence], _text[token.Sequence]) = (tokens = [], new StringBuilder());
        Assert.True(tokens.Count == 0 || token.Position == tokens[^1].Position + 1);
        tokens.Add(token with { Top = token.Top.ToArray() });
        _text[token.Sequence].Append(token.Text);
    }
}
