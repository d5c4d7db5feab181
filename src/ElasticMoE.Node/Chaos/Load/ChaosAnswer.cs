namespace ElasticMoE.Node.Chaos.Load;

/// <summary>One answer as its client gets it: tokens with their logprobs as they are spelt, and when each came. One thread writes; others may read the times it was last heard of.</summary>
internal sealed class ChaosAnswer(int stream, int question, long begunUs)
{
    private readonly List<string> _tokens = [];
    private readonly List<long> _tokenUs = [];
    private long _heardUs = begunUs;

    /// <summary>Which of the clients asked.</summary>
    public int Stream => stream;

    /// <summary>Which question.</summary>
    public int Question => question;

    public long BegunUs { get; } = begunUs;

    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>When each token came, since the run began.</summary>
    public IReadOnlyList<long> TokenUs => _tokenUs;

    /// <summary>When something came last, or it was asked.</summary>
    public long HeardUs => Volatile.Read(ref _heardUs);

    /// <summary>Why it is no answer; null where nothing went wrong so far.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether it came to its end.</summary>
    public bool IsComplete { get; private set; }

    public void Add(string token, long nowUs)
    {
        _tokens.Add(token);
        _tokenUs.Add(nowUs);
        Volatile.Write(ref _heardUs, nowUs);
    }

    public void Complete() => IsComplete = true;

    public void Fail(string why) => Failure ??= why;

    /// <summary>Places in which its tokens differ from others; of one that isn't complete, as far as it goes.</summary>
    public int Differing(IReadOnlyList<string> expected)
    {
        int differing = _tokens.Zip(expected).Count(pair => pair.First != pair.Second);
        return differing + (IsComplete ? Math.Abs(_tokens.Count - expected.Count) : Math.Max(0, _tokens.Count - expected.Count));
    }
}
