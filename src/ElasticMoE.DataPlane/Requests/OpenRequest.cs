using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.DataPlane.Requests;

/// <summary>A request on its way: its ids so far, and which router has it.</summary>
internal sealed class OpenRequest
{
    /// <summary>Tokens of output counted for a request that sets no bound.</summary>
    private const int OutputGuess = 512;

    private readonly TokenRequest _request;
    private readonly List<int> _tokens;

    public OpenRequest(long number, TokenRequest request)
    {
        (Number, _request) = (number, request);
        _tokens = [.. request.Tokens.Span];
        _bound = request.Revision;
    }

    public long Number { get; }

    /// <summary>The router that has it, or null.</summary>
    public RouterState? Router { get; private set; }

    /// <summary>The id of its current Submit.</summary>
    public ulong FrameId { get; private set; }

    /// <summary>Whether it is what ends routers.</summary>
    public RequestSuspicion Suspicion { get; } = new();

    /// <summary>Whether it has given tokens enough since the router got it.</summary>
    public bool HasGotOn => _tokensGiven >= RequestSuspicion.TokensToGetOn;

    /// <summary>Routers that don't take it now, and what the last of them said.</summary>
    public List<RouterState> Refused { get; } = [];

    public TokenFinish? Refusal { get; set; }

    /// <summary>Since when no router has it.</summary>
    public long WaitingSinceUs { get; set; }

    /// <summary>The position its next token must have.</summary>
    public int NextPosition => _tokens.Count;

    /// <summary>The prompt and the output so far; penalties, limits and draws go on where they were.</summary>
    public TokenRequest Submission => _request with { Tokens = _tokens.ToArray(), PromptLength = _request.PromptLength ?? _request.Tokens.Length, Revision = _bound };

    /// <summary>Tells prompts apart that share their beginning from those that don't.</summary>
    public ulong PrefixHash { get; init; }

    /// <summary>Tokens a router has to compute for it, from scratch.</summary>
    public long Cost => _tokens.Count + Math.Max(0, (_request.OutputMax ?? OutputGuess) - (_tokens.Count - (_request.PromptLength ?? _request.Tokens.Length)));

    /// <summary>A router gets it.</summary>
    public void Give(RouterState router, ulong frameId, long nowUs)
    {
        (Router, FrameId, _charged) = (router, frameId, Cost);
        (_tokensGiven, _givenUs, _company) = (0, nowUs, Suspicion.Company);
        router.OutstandingTokens += _charged;
        router.Give(_company, nowUs);
    }

    /// <summary>The router that has it is lost.</summary>
    /// <param name="wasAlone">Whether nobody else is suspected of it.</param>
    /// <param name="isGivenUp">Whether the router lives, and was given up for what it does.</param>
    /// <param name="nowUs">Monotonic time.</param>
    public void Blame(bool wasAlone, bool isGivenUp, long nowUs)
    {
        NodeIdentity router = Router!.Identity;
        Suspicion.Lose(router, HasGotOn, wasAlone, isGivenUp || nowUs - _givenUs <= RequestSuspicion.SoonUs, nowUs);
        if (isGivenUp)
            Suspicion.Settle(router);
    }

    /// <summary>No router has it any more.</summary>
    public void Take()
    {
        if (Router is null)
            return;
        Router.OutstandingTokens -= _charged;
        Router.Take();
        if (!HasGotOn)
            Router.Clear(_company);
        Router = null;
    }

    /// <summary>A token has come. From then on the answer is bound to the revision that it was computed with.</summary>
    /// <returns>Whether it has got on by this one.</returns>
    public bool Append(int id, Revision revision)
    {
        _bound ??= revision;
        _tokens.Add(id);
        if (_charged > 0)
        {
            _charged--;
            Router!.OutstandingTokens--;
        }
        if (++_tokensGiven != RequestSuspicion.TokensToGetOn)
            return false;
        Router!.Clear(_company);
        Suspicion.GotOn();
        return true;
    }

    private long _charged;
    private long _givenUs;
    private int _tokensGiven;
    private RequestCompany _company;
    private Revision? _bound;
}
