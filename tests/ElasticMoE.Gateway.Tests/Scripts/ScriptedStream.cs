using System.Threading.Channels;
using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.Gateway.Tests.Scripts;

/// <summary>Plays a script. Logprobs are simple numbers that a reader of a golden file can follow.</summary>
internal sealed class ScriptedStream : ITokenStream
{
    private readonly Channel<GeneratedToken> _tokens = Channel.CreateUnbounded<GeneratedToken>();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptedStream(TokenRequest request, Script script) => _ = PlayAsync(request, script);

    /// <summary>Completes when the gateway has let go of it.</summary>
    public Task Disposed => _disposed.Task;

    public ChannelReader<GeneratedToken> Tokens => _tokens.Reader;

    public TokenFinish? Finish { get; private set; }

    public void Dispose() => _disposed.TrySetResult();

    private async Task PlayAsync(TokenRequest request, Script script)
    {
        for (int i = 0; i <= script.Ids.Count; i++)
        {
            if (script.Gates.TryGetValue(i, out Task? gate))
                await Task.WhenAny(gate, Disposed);
            if (i < script.Ids.Count)
                _tokens.Writer.TryWrite(Token(request, script.Ids[i], i));
        }
        Finish = script.Finish;
        _tokens.Writer.Complete();
    }

    private static GeneratedToken Token(TokenRequest request, int id, int index)
    {
        TokenLogprob[] top = [.. Enumerable.Range(0, request.TopLogprobs ?? 0).Select(k => new TokenLogprob(id + k, -0.5 - k))];
        return new GeneratedToken(request.Tokens.Length + index, id, request.TopLogprobs is null ? double.NaN : -0.5, top);
    }
}
