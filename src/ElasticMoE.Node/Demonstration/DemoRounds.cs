using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Node.Generation;

namespace ElasticMoE.Node.Demonstration;

/// <summary>The demonstration's questions, asked of a cluster again and again while something happens to it. Each answer is compared with the single process's for the revision it is bound to.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="alone">Answers of the single process.</param>
/// <param name="requests">What is asked.</param>
/// <param name="clock">Times it.</param>
internal sealed class DemoRounds(DemoCluster cluster, IReadOnlyList<DemoAnswer> alone, IReadOnlyList<TokenRequest> requests, TimeProvider clock)
{
    private readonly Dictionary<Revision, IReadOnlyList<IReadOnlyList<int>>> _expected = new() { [cluster.Revision] = [.. alone.Select(answer => answer.Answer.Ids)] };

    public DemoCluster Cluster => cluster;

    public int Questions => alone.Count;

    public IReadOnlyList<TokenRequest> Requests => requests;

    /// <summary>The single process's tokens for each question, with the model as it was loaded.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Loaded { get; } = [.. alone.Select(answer => answer.Answer.Ids)];

    public string DomainOf(int question) => alone[question].Question.Domain;

    /// <summary>Says what answers of a revision to come have to be.</summary>
    public void Expect(Revision revision, IReadOnlyList<IReadOnlyList<int>> tokens) => _expected[revision] = tokens;

    /// <summary>Asks some of the questions again and again until something is done, and once more.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="isAsked">Whether a question, by its number, is asked.</param>
    /// <param name="something">Does it, on a thread of its own, and says what came of it.</param>
    /// <param name="cancelled">Ends it.</param>
    public DemoStep Ask(string what, Func<int, bool> isAsked, Func<string> something, CancellationToken cancelled)
    {
        int[] asked = [.. Enumerable.Range(0, Questions).Where(isAsked)];
        long started = clock.GetTimestamp();
        Task<(string Outcome, double Seconds)> doing = Task.Run(() =>
        {
            string outcome = something();
            return (outcome, clock.GetElapsedTime(started).TotalSeconds);
        });
        int count = 0, failed = 0, tokens = 0, differing = 0;
        for (bool isLast = false; !isLast;)
        {
            isLast = doing.IsCompleted;
            IReadOnlyList<Answer> answers = cluster.Ask([.. asked.Select(question => requests[question])], static (_, _) => { }, cancelled);
            cancelled.ThrowIfCancellationRequested();
            count += answers.Count;
            failed += answers.Count(answer => answer.IsFailed);
            tokens += answers.Sum(answer => answer.Ids.Count);
            differing += asked.Zip(answers, (question, answer) => DemoRun.Differing(_expected[answer.Revision][question], answer.Ids)).Sum();
        }
        (string ended, double seconds) = doing.GetAwaiter().GetResult();
        return new(what, ended, seconds, count, failed, tokens, differing);
    }
}
