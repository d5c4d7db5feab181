using ElasticMoE.Contracts.Requests;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Profiles;

namespace ElasticMoE.Node.Demonstration;

/// <summary>Asks every question alone, then all at once, and compares.</summary>
internal sealed class DemoRun(ModelSession session, RoutingTally tally, TimeProvider clock)
{
    /// <summary>Most tokens of an answer.</summary>
    private const int OutputMax = 160;

    /// <summary>1. Each question alone, streaming, while the tally counts which experts fire.</summary>
    public IReadOnlyList<DemoAnswer> AskAlone(IReadOnlyList<DemoQuestion> questions, DemoScreen screen, CancellationToken cancelled)
    {
        var answers = new List<DemoAnswer>();
        for (int i = 0; i < questions.Count; i++)
        {
            tally.Domain = i;
            screen.Ask(questions[i], i);
            Answer answer = new RequestRunner(session.Engine, clock) { OnToken = screen.Stream }.Run([Request(questions[i])], cancelled)[0];
            cancelled.ThrowIfCancellationRequested();
            answers.Add(new DemoAnswer(questions[i], answer, ExpertsFired(i), tally.Counts.Layers.Count * tally.Counts.Experts));
            screen.Finish(answers[^1]);
        }
        return answers;
    }

    /// <summary>2. All questions in one batch; the answers must have the same tokens.</summary>
    public DemoBatch AskTogether(IReadOnlyList<DemoAnswer> alone, CancellationToken cancelled)
    {
        tally.Domain = RoutingTally.NoDomain;
        long started = clock.GetTimestamp();
        IReadOnlyList<Answer> together = new RequestRunner(session.Engine, clock).Run([.. alone.Select(answer => Request(answer.Question))], cancelled);
        double elapsedMs = clock.GetElapsedTime(started).TotalMilliseconds;
        cancelled.ThrowIfCancellationRequested();
        int differing = alone.Zip(together, (one, other) => Differing(one.Answer.Ids, other.Ids)).Sum();
        return new DemoBatch(together.Count, together.Count(answer => answer.IsFailed), together.Sum(answer => answer.Ids.Count), differing, elapsedMs);
    }

    /// <summary>3. All questions on a cluster, one of whose nodes dies.</summary>
    public DemoFailover AskThroughFailover(IReadOnlyList<DemoAnswer> alone, DemoCluster cluster, CancellationToken cancelled) =>
        cluster.Run([.. alone.Select(answer => Request(answer.Question))], [.. alone.Select(answer => answer.Answer.Ids)], cancelled);

    /// <summary>4. All questions again and again, while load and an operator change the cluster, and its supervisor dies.</summary>
    public IReadOnlyList<DemoStep> AskThroughChanges(IReadOnlyList<DemoAnswer> alone, DemoCluster cluster, CancellationToken cancelled) =>
        new DemoElasticity(new DemoRounds(cluster, alone, [.. alone.Select(answer => Request(answer.Question))], clock), tally.Counts).Perform(cancelled);

    private TokenRequest Request(DemoQuestion question) => new()
    {
        Tokens = session.Format.HasTemplate ? session.EncodeChat(question.Messages) : session.EncodeText(question.Text),
        OutputMax = OutputMax,
        StopIds = session.Format.StopIds,
        WithText = true,
    };

    private int ExpertsFired(int domain)
    {
        int fired = 0;
        for (int layer = 0; layer < tally.Counts.Layers.Count; layer++)
        {
            foreach (long count in tally.Counts.Row(domain, layer))
                fired += count > 0 ? 1 : 0;
        }
        return fired;
    }

    internal static int Differing(IReadOnlyList<int> one, IReadOnlyList<int> other) =>
        one.Zip(other).Count(pair => pair.First != pair.Second) + Math.Abs(one.Count - other.Count);
}
