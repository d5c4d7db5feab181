using System.Threading.Channels;
using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.DataPlane.Requests;

/// <summary>One request's tokens for its caller.</summary>
internal sealed class PooledStream(RouterPool pool, long number) : ITokenStream
{
    private readonly Channel<GeneratedToken> _tokens =
        Channel.CreateUnbounded<GeneratedToken>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private volatile TokenFinish? _finish;

    public ChannelReader<GeneratedToken> Tokens => _tokens.Reader;

    public TokenFinish? Finish => _finish;

    public void Add(in GeneratedToken token) => _tokens.Writer.TryWrite(token);

    public void End(TokenFinish finish)
    {
        _finish = finish;
        _tokens.Writer.Complete();
    }

    public void Dispose()
    {
        if (_finish is null)
            pool.Cancel(number);
    }
}
