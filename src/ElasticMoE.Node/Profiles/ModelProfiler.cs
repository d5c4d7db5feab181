using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Model.Cache;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Evaluation;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Profiles;

/// <summary>
/// Answers a prompt set greedily, one domain after the other and a domain's prompts together, and counts which experts fire: once for every
/// token that passes, prompt and answer alike. An answer's last token is never fed back, so nothing fires for it.
/// </summary>
internal sealed class ModelProfiler
{
    private readonly ModelSession _session;
    private readonly RoutingTally _tally;
    private readonly CommandContext _context;
    private readonly int _outputMax;
    private int _finished, _total;
    private long _outputTokens;

    /// <param name="session">Its engine reports to <paramref name="tally"/>.</param>
    /// <param name="tally">Counts, for the domains of the prompt set in their order.</param>
    /// <param name="outputMax">Most tokens of an answer.</param>
    /// <param name="context">The running command's.</param>
    public ModelProfiler(ModelSession session, RoutingTally tally, int outputMax, CommandContext context) =>
        (_session, _tally, _outputMax, _context) = (session, tally, outputMax, context);

    /// <summary>Runs the whole prompt set.</summary>
    /// <exception cref="InputException">A prompt can't be answered.</exception>
    public ProfileResult Run(IReadOnlyList<PromptCase> cases)
    {
        IReadOnlyList<string> domains = _tally.Counts.Domains;
        TokenRequest[][] requests = [.. domains.Select(domain => cases.Where(c => c.Domain == domain).Select(Request).ToArray())];
        long start = _context.Clock.GetTimestamp();
        (_finished, _total, _outputTokens) = (0, cases.Count, 0);
        using var progress = new ProgressLine(_context.Console, _context.Clock, "profiling");
        for (int domain = 0; domain < domains.Count; domain++)
        {
            _tally.Domain = domain;
            Answer(requests[domain], domains[domain], progress);
        }
        long promptTokens = requests.Sum(ofDomain => ofDomain.Sum(request => (long)request.Tokens.Length));
        return new ProfileResult(_tally.Counts, cases.Count, promptTokens, _outputTokens, _context.Clock.GetElapsedTime(start));
    }

    private TokenRequest Request(PromptCase prompt, int index)
    {
        string name = $"prompt {index + 1} of {prompt.Domain}";
        int[] tokens = prompt switch
        {
            { Messages: { } messages, Prompt: null } => _session.EncodeChat(messages),
            { Messages: null, Prompt: { Length: > 0 } text } => _session.EncodeText(text),
            _ => throw new InputException(name, "needs either messages or a text to continue"),
        };
        return tokens.Length < _session.Model.Config.MaxPositions
            ? new TokenRequest { Tokens = tokens, OutputMax = _outputMax, StopIds = _session.Format.StopIds }
            : throw new InputException(name, $"its {tokens.Length} tokens leave no room for an answer in the model's context of {_session.Model.Config.MaxPositions}");
    }

    private void Answer(TokenRequest[] requests, string domain, ProgressLine progress)
    {
        var runner = new RequestRunner(_session.Engine, _context.Clock)
        {
            OnFinished = _ => _finished++,
            OnToken = (_, _) => progress.Report((double)_finished / _total, $"{domain}, {_finished} of {_total} prompts"),
        };
        for (int start = 0; start < requests.Length;)
        {
            TokenRequest[] together = requests[start..(start + Fitting(requests.AsSpan(start)))];
            foreach (Answer answer in runner.Run(together, _context.Cancelled))
                Note(answer, domain);
            start += together.Length;
        }
    }

    /// <summary>
    /// Requests that the KV cache holds together at full length, at least one: a sequence that lost its blocks would be computed, and counted,
    /// twice.
    /// </summary>
    private int Fitting(ReadOnlySpan<TokenRequest> requests)
    {
        int count = 0, free = _session.Engine.Status.FreeBlocks;
        while (count < Math.Min(requests.Length, Limits.WaitingSequencesMax) && (free -= BlocksOf(requests[count])) >= 0)
            count++;
        return Math.Max(1, count);
    }

    private int BlocksOf(TokenRequest request) =>
        KvCache.BlocksFor((int)Math.Min(_session.Model.Config.MaxPositions, request.Tokens.Length + (long)_outputMax));

    private void Note(Answer answer, string domain)
    {
        _context.Cancelled.ThrowIfCancellationRequested();
        if (answer.IsFailed)
            throw new InputException($"a prompt of {domain}", answer.Finish!.Value.Message ?? "failed");
        _outputTokens += answer.Ids.Count;
    }
}
