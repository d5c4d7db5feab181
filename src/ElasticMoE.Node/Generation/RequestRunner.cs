using ElasticMoE.Engine;
using ElasticMoE.Engine.Requests;

namespace ElasticMoE.Node.Generation;

/// <summary>Drives an engine until all requests it was given are answered.</summary>
internal sealed class RequestRunner(ElasticMoE.Engine.Engine engine, TimeProvider clock)
{
    private readonly Dictionary<SequenceId, Answer> _running = [];

    /// <summary>Told after each token of any answer.</summary>
    public Action<Answer, TokenEvent> OnToken { get; set; } = static (_, _) => { };

    /// <summary>Told when an answer has ended.</summary>
    public Action<Answer> OnFinished { get; set; } = static _ => { };

    /// <summary>Answers all requests together and returns the answers in the same order.</summary>
    /// <param name="requests">As many as the engine lets wait.</param>
    /// <param name="cancelled">Ends all of them; what was answered so far is returned.</param>
    public IReadOnlyList<Answer> Run(IReadOnlyList<GenerationRequest> requests, CancellationToken cancelled)
    {
        var answers = new List<Answer>();
        foreach (GenerationRequest request in requests)
        {
            var answer = new Answer(clock);
            _running.Add(engine.Submit(request), answer);
            answers.Add(answer);
        }
        while (_running.Count > 0)
        {
            if (cancelled.IsCancellationRequested)
                CancelAll();
            Follow(engine.Step());
        }
        return answers;
    }

    private void CancelAll()
    {
        foreach (SequenceId id in _running.Keys)
            engine.Cancel(id);
    }

    private void Follow(StepEvents events)
    {
        foreach (TokenEvent token in events.Tokens)
        {
            Answer answer = _running[token.Sequence];
            answer.Add(token);
            OnToken(answer, token);
        }
        foreach (FinishEvent finish in events.Finished)
        {
            if (!_running.Remove(finish.Sequence, out Answer? answer))
                continue;
            answer.End(finish);
            OnFinished(answer);
        }
    }
}
