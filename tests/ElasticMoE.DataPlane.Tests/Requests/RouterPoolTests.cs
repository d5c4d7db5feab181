using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Requests;
using ElasticMoE.DataPlane.Tests.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Testing;

namespace ElasticMoE.DataPlane.Tests.Requests;

/// <summary>A gateway's pool over routers' servers, over links.</summary>
public sealed class RouterPoolTests : IDisposable
{
    private static readonly TimeSpan s_guard = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly RouterPool _pool = new(TimeProvider.System);
    private readonly LinkHub _hub;
    private readonly List<IDisposable> _parts = [];

    public RouterPoolTests() => _hub = new LinkHub(new LinkOptions { Local = Cluster.Peer(9, PeerRole.Gateway), Receiver = _pool });

    [Theory]
    [InlineData(LinkTransport.Memory)]
    [InlineData(LinkTransport.Unix)]
    [InlineData(LinkTransport.Tcp)]
    public async Task AnswersComeWhole(LinkTransport transport)
    {
        StartRouter(0, transport, new HashService());
        var random = new Random(1);
        TokenRequest[] requests = [.. Enumerable.Range(0, 50).Select(_ => HashModel.RandomRequest(random))];
        ITokenStream[] streams = [.. requests.Select(_pool.Submit)];
        for (int i = 0; i < streams.Length; i++)
            Assert.Equal(HashModel.Answer(requests[i]), await ReadAsync(streams[i]));
    }

    [Fact]
    public async Task AnAnswerGoesOnAtAnotherRouter()
    {
        LinkHub first = StartRouter(0, LinkTransport.Unix, new HashService { StopsAfter = 4 });
        TokenRequest request = HashModel.RandomRequest(new Random(2)) with { OutputMax = 12 };
        using ITokenStream stream = _pool.Submit(request);
        List<int> got = [];
        for (int i = 0; i < 4; i++)
            got.Add((await stream.Tokens.ReadAsync().AsTask().WaitAsync(s_guard)).Id);
        StartRouter(1, LinkTransport.Unix, new HashService());
        first.Dispose();
        got.AddRange(await ReadAsync(stream));
        Assert.Equal(HashModel.Answer(request), got);
    }

    [Fact]
    public async Task ACancelledRequestEndsAtItsRouter()
    {
        var server = new RequestServer(new HashService { StopsAfter = 1 }, TimeProvider.System);
        Listen(0, LinkTransport.Unix, server);
        ITokenStream stream = _pool.Submit(new() { Tokens = new[] { 1 }, OutputMax = 5 });
        await stream.Tokens.ReadAsync().AsTask().WaitAsync(s_guard);
        Task drained = server.DrainAsync("for a test");
        Assert.False(drained.IsCompleted);
        stream.Dispose();
        await drained.WaitAsync(s_guard);
        Assert.Equal(FinishReason.Cancelled, stream.Finish!.Reason);
        server.Dispose();
    }

    [Fact]
    public async Task TheNewestMapsTeamsCount()
    {
        ExpertTeam old = ExpertTeam.Of("sql", [new(1, 1)]), next = ExpertTeam.Of("sql", [new(1, 2)]);
        TeamBook? ahead = new(new(1, 5), [next]), behind = new(new(1, 4), [old]);
        using var first = new RequestServer(new HashService(), TimeProvider.System) { Teams = () => Volatile.Read(ref ahead) };
        using var second = new RequestServer(new HashService(), TimeProvider.System) { Teams = () => Volatile.Read(ref behind) };
        Listen(0, LinkTransport.Unix, first);
        await UntilAsync(() => next.Equals(_pool.FindTeam("sql")));
        Listen(1, LinkTransport.Unix, second);
        await UntilAsync(() => _pool.Routers == 2);
        Assert.Equal(next, _pool.FindTeam("sql"));
        Assert.Null(_pool.FindTeam("risk"));
        // The one that was behind is ahead now: it says so without being asked.
        Volatile.Write(ref behind, new(new(2, 1), [ExpertTeam.Of("risk", [new(1, 3)]), old]));
        await UntilAsync(() => old.Equals(_pool.FindTeam("sql")) && _pool.FindTeam("risk") is not null);
    }

    /// <summary>The pool says nothing when it hears of teams, so it is looked at until the guard's time is over.</summary>
    private static async Task UntilAsync(Func<bool> holds)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        using var guard = new CancellationTokenSource(s_guard);
        while (!holds())
            await ticks.WaitForNextTickAsync(guard.Token);
    }

    public void Dispose()
    {
        _hub.Dispose();
        _pool.Dispose();
        _parts.ForEach(part => part.Dispose());
        _folder.Dispose();
    }

    private static async Task<int[]> ReadAsync(ITokenStream stream)
    {
        List<int> ids = [];
        while (await stream.Tokens.WaitToReadAsync().AsTask().WaitAsync(s_guard))
        {
            while (stream.Tokens.TryRead(out GeneratedToken token))
                ids.Add(token.Id);
        }
        Assert.Null(stream.Finish!.Message);
        Assert.Equal(FinishReason.Length, stream.Finish.Reason);
        return [.. ids];
    }

    private LinkHub StartRouter(int number, LinkTransport transport, ITokenService service)
    {
        var server = new RequestServer(service, TimeProvider.System);
        LinkHub hub = Listen(number, transport, server);
        _parts.Add(server);
        return hub;
    }

    private LinkHub Listen(int number, LinkTransport transport, RequestServer server)
    {
        var hub = new LinkHub(new LinkOptions { Local = Cluster.Peer(number, PeerRole.Router), Receiver = server });
        _parts.Add(hub);
        _hub.Dial(hub.Listen(transport == LinkTransport.Tcp ? new(transport, "127.0.0.1") : new(transport, _folder.PathOf($"router{number}"))));
        return hub;
    }
}
