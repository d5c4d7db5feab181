using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine;
using ElasticMoE.Engine.Requests;

namespace ElasticMoE.Node.Generation;

/// <summary>Drives an engine until all requests it was given are answered.</summary>
internal sealed class RequestRunner(ElasticMoE.Engine.Engine engine, TimeProvider clock)
{
    /// <summary>Requests kept waiting in the engine, so that it can always fill its steps.</summary>
    private const int WaitingMax = 64;

    private readonly Dictionary<SequenceId, Answer> _running = [];

    /// <summary>Told after each token of any answer.</summary>
    public Action<Answer, TokenEvent> OnToken { get; set; } = static (_, _) => { };

    /// <summary>Told when an answer has ended.</summary>
    public Action<Answer> OnFinished { get; set; } = static _ => { };

    /// <summary>Answers all requests together and returns the answers in the same order; those never begun are missing at the end.</summary>
    /// <param name="requests">Any number; they are submitted as the engine takes them up.</param>
    /// <param name="cancelled">Ends all of them; what was answered so far is returned.</param>
    public IReadOnlyList<Answer> Run(IReadOnlyList<TokenRequest> requests, CancellationToken cancelled)
    {
        var answers = new List<Answer>();
        while (_running.Count > 0 || answers.Count < requests.Count)
        {
            if (cancelled.IsCancellationRequested)
            {
                CancelAll();
                requests = [];
            }
            while (answers.Count < requests.Count && engine.Status.Waiting < WaitingMax)
                answers.Add(Submit(requests[answers.Count]));
            Follow(engine.Step());
        }
        return answers;
    }

    private Answer Submit(TokenRequest request)
    {
        long started = clock.GetTimestamp();
        SequenceId id = engine.Submit(request);
        var answer = new Answer(clock, started) { Revision = engine.RevisionOf(id) };
        _running.Add(id, answer);
        return answer;
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
