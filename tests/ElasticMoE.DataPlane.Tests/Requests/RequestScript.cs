using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Requests;

namespace ElasticMoE.DataPlane.Tests.Requests;

/// <summary>Drives a request machine, and plays its routers and its callers.</summary>
internal sealed class RequestScript
{
    private readonly List<RequestEffect> _effects = [];
    private int _lastLink;
    private long _lastRequest;

    public RequestMachine Machine { get; } = new();

    public long NowUs { get; set; }

    /// <summary>What each router has: by link and frame id, the request and its tokens so far.</summary>
    public Dictionary<(int Link, ulong FrameId), (TokenRequest Request, List<int> Tokens)> AtRouters { get; } = [];

    public List<RequestEffect> Submissions { get; } = [];

    public Dictionary<long, List<GeneratedToken>> Delivered { get; } = [];

    public Dictionary<long, TokenFinish> Finished { get; } = [];

    public List<(int Link, string Cause)> Broken { get; } = [];

    public int Open(int router, ulong incarnation = 1)
    {
        int link = ++_lastLink;
        Say(new(RequestMessageKind.LinkOpened, link) { Peer = new(new NodeId(router), new Incarnation(incarnation)) });
        return link;
    }

    public long Submit(TokenRequest request)
    {
        Delivered[++_lastRequest] = [];
        Machine.Submit(_lastRequest, request, NowUs, _effects);
        Perform();
        return _lastRequest;
    }

    public void Lose(int link)
    {
        foreach ((int Link, ulong FrameId) key in AtRouters.Keys.Where(key => key.Link == link).ToArray())
            AtRouters.Remove(key);
        Say(new(RequestMessageKind.LinkBroken, link));
    }

    /// <summary>The router computes the next token of a request, or says that it is complete.</summary>
    public void Step((int Link, ulong FrameId) at)
    {
        (TokenRequest request, List<int> tokens) = AtRouters[at];
        if (tokens.Count == request.PromptLength + request.OutputMax)
        {
            Done(at, new() { Reason = FinishReason.Length });
            return;
        }
        tokens.Add(HashModel.Next(tokens.ToArray()));
        Say(new(RequestMessageKind.Token, at.Link, at.FrameId) { Token = new(tokens.Count - 1, tokens[^1], double.NaN, default) });
    }

    public void Done((int Link, ulong FrameId) at, TokenFinish finish)
    {
        AtRouters.Remove(at);
        Say(new(RequestMessageKind.Done, at.Link, at.FrameId) { Finish = finish });
    }

    public void Say(in RequestMessage message)
    {
        Machine.Handle(message, NowUs, _effects);
        Perform();
    }

    private void Perform()
    {
        foreach (RequestEffect effect in _effects.ToArray())
        {
            switch (effect.Kind)
            {
                case RequestEffectKind.Submit:
                    Submissions.Add(effect);
                    AtRouters.Add((effect.Link, effect.FrameId), (effect.Submission!, [.. effect.Submission!.Tokens.Span]));
                    break;
                case RequestEffectKind.Cancel: AtRouters.Remove((effect.Link, effect.FrameId)); break;
                case RequestEffectKind.Break: Broken.Add((effect.Link, effect.Cause!)); break;
                case RequestEffectKind.Deliver: Delivered[effect.Request].Add(effect.Token); break;
                case RequestEffectKind.Finish: Finished.Add(effect.Request, effect.End!); break;
                default: throw new InvalidOperationException($"{effect.Kind}");
            }
        }
        _effects.Clear();
    }
}
