using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Node.Generation;

namespace ElasticMoE.Node.Evaluation;

/// <summary>Answers cases greedily, many at a time, and compares.</summary>
/// <param name="session">The model.</param>
/// <param name="clock">Times answers.</param>
internal sealed class ModelEvaluation(ModelSession session, TimeProvider clock)
{
    /// <summary>Most tokens of an answer, as the reference's continuations have it.</summary>
    private const int OutputMax = 160;

    private int _finished;

    /// <summary>Told how many answers have ended.</summary>
    public Action<int> OnFinished { get; set; } = static _ => { };

    /// <summary>How the answers' rows are gated; the reference's continuations are reproduced under the model's own gate only.</summary>
    public GatePolicy Gate { get; init; } = GatePolicy.Off;

    /// <summary>Tokens of all answers.</summary>
    public int OutputTokens { get; private set; }

    /// <summary>The text of each case's answer.</summary>
    public IReadOnlyList<string> Answer(IReadOnlyList<EvalCase> cases, CancellationToken cancelled) =>
        [.. Run([.. cases.Select(c => Request(session.EncodeChat(c.Messages)))], cancelled).Select(answer => answer.Text)];

    /// <summary>Whether each continuation and each prompt's ids are the reference's, token by token.</summary>
    public IReadOnlyList<bool> Reproduce(IReadOnlyList<GoldenCase> cases, CancellationToken cancelled)
    {
        IReadOnlyList<Answer> answers = Run([.. cases.Select(c => Request([.. c.InputIds]))], cancelled);
        return [.. cases.Zip(answers, (c, answer) => c.InputIds.SequenceEqual(session.EncodeChat(c.Messages)) && c.OutputIds.SequenceEqual(answer.Ids))];
    }

    private TokenRequest Request(int[] tokens) => new() { Tokens = tokens, OutputMax = OutputMax, WithText = true, Gate = Gate };

    private IReadOnlyList<Answer> Run(TokenRequest[] requests, CancellationToken cancelled)
    {
        TokenRequest[] stopping = [.. requests.Select(request => request with { StopIds = session.Format.StopIds })];
        var runner = new RequestRunner(session.Engine, clock) { OnFinished = _ => OnFinished(++_finished) };
        IReadOnlyList<Answer> answers = runner.Run(stopping, cancelled);
        cancelled.ThrowIfCancellationRequested();
        OutputTokens += answers.Sum(answer => answer.Ids.Count);
        Answer? failed = answers.FirstOrDefault(answer => answer.IsFailed);
        return failed is null ? answers : throw new InputException("generation", failed.Finish!.Value.Message ?? "failed");
    }
}
