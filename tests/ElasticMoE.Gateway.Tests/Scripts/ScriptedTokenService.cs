using System.Collections.Concurrent;
using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.Gateway.Tests.Scripts;

/// <summary>
/// A token service whose answers a test writes. It stands in the place of the engine, so that the bytes of an answer, its failures and its
/// silences can be chosen; the real engine's answers are tested beside it.
/// </summary>
internal sealed class ScriptedTokenService(Func<TokenRequest, Script> write) : ITokenService
{
    public ConcurrentQueue<TokenRequest> Requests { get; } = new();

    public ConcurrentQueue<ScriptedStream> Streams { get; } = new();

    public TokenServiceStatus Status { get; set; } = new() { CacheBlocks = 100, FreeBlocks = 75, Running = 2, Waiting = 3 };

    public ITokenStream Submit(TokenRequest request)
    {
        Requests.Enqueue(request);
        var stream = new ScriptedStream(request, write(request));
        Streams.Enqueue(stream);
        return stream;
    }
}
