namespace ElasticMoE.Node.Chaos.Load;

/// <summary>So many clients, each of which asks one question after another without a pause.</summary>
internal sealed class ChaosLoad : IDisposable
{
    /// <summary>A client that failed doesn't ask again at once: where nobody answers, that would be all the machine does.</summary>
    private static readonly TimeSpan s_afterFailure = TimeSpan.FromMilliseconds(200);

    private readonly ChaosClient _client;
    private readonly IReadOnlyList<ChaosQuestion> _questions;
    private readonly RunClock _clock;
    private readonly ChaosAnswer?[] _current;
    private readonly List<ChaosAnswer> _answers = [];
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _givenUp = new();
    private readonly Task _clients;
    private volatile bool _isEnding;
    private int _failed;
    private int _finished;

    /// <summary>Begins to ask.</summary>
    public ChaosLoad(ChaosClient client, IReadOnlyList<ChaosQuestion> questions, int streams, int seed, RunClock clock)
    {
        (_client, _questions, _clock, _current) = (client, questions, clock, new ChaosAnswer?[streams]);
        _clients = Task.WhenAll(Enumerable.Range(0, streams).Select(stream => Task.Run(() => AskAsync(stream, seed))));
    }

    /// <summary>Answers that failed so far.</summary>
    public int Failed => Volatile.Read(ref _failed);

    /// <summary>Answers that ended so far.</summary>
    public int Finished => Volatile.Read(ref _finished);

    /// <summary>All answers so far, those under way included; whole only after the end.</summary>
    public IReadOnlyList<ChaosAnswer> Answers
    {
        get
        {
            lock (_gate)
                return [.. _answers];
        }
    }

    /// <summary>For how long the stream has waited that waits longest.</summary>
    public long SilentUs
    {
        get
        {
            long nowUs = _clock.NowUs;
            return _current.Max(answer => answer is null ? 0 : nowUs - answer.HeardUs);
        }
    }

    /// <summary>Nothing is asked any more; waits until what is under way has ended.</summary>
    /// <returns>Whether it has.</returns>
    public bool Finish(TimeSpan limit)
    {
        _isEnding = true;
        return _clients.Wait(limit);
    }

    /// <summary>Gives up what is under way.</summary>
    public void Dispose()
    {
        _isEnding = true;
        _givenUp.Cancel();
        _clients.GetAwaiter().GetResult();
        _givenUp.Dispose();
    }

    private async Task AskAsync(int stream, int seed)
    {
        using var next = new PeriodicTimer(s_afterFailure);
        var random = new Random(unchecked(seed * 7919 + stream));
        while (!_isEnding)
        {
            int question = random.Next(_questions.Count);
            ChaosAnswer answer = await _client.AskAsync(stream, (question, _questions[question]), Begun, _givenUp.Token).ConfigureAwait(false);
            Volatile.Write(ref _current[stream], null);
            Interlocked.Increment(ref _finished);
            if (answer.Failure is null)
                continue;
            Interlocked.Increment(ref _failed);
            await next.WaitForNextTickAsync().ConfigureAwait(false);
        }
    }

    private void Begun(ChaosAnswer answer)
    {
        lock (_gate)
            _answers.Add(answer);
        Volatile.Write(ref _current[answer.Stream], answer);
    }
}
