using System.Threading.Channels;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Requests;

namespace ElasticMoE.Engine.Serving;

/// <summary>The stream of one request: the engine's thread writes, the caller reads.</summary>
internal sealed class EngineTokenStream(TokenRequest request, EngineTokenService? service) : ITokenStream
{
    private readonly Channel<GeneratedToken> _tokens =
        Channel.CreateUnbounded<GeneratedToken>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private volatile TokenFinish? _finish;
    private volatile bool _isAbandoned;

    public TokenRequest Request => request;

    /// <summary>The engine's id; set and read on its thread alone.</summary>
    public SequenceId? Id { get; set; }

    public ChannelReader<GeneratedToken> Tokens => _tokens.Reader;

    public TokenFinish? Finish => _finish;

    /// <summary>Set before the first token.</summary>
    public Revision Revision { get; set; }

    /// <summary>When it was submitted for a revision that isn't known here yet.</summary>
    public long EarlySince { get; set; }

    /// <summary>Whether its caller has let go of it.</summary>
    public bool IsAbandoned
    {
        get => _isAbandoned;
        set => _isAbandoned = value;
    }

    public void Add(in TokenEvent token) =>
        _tokens.Writer.TryWrite(new GeneratedToken(token.Position, token.Id, token.Logprob, token.Top.ToArray()) { Experts = token.Experts });

    public void End(TokenFinish finish)
    {
        _finish = finish;
        _tokens.Writer.Complete();
    }

    public void Dispose()
    {
        if (_finish is null)
            service?.Cancel(this);
    }
}
