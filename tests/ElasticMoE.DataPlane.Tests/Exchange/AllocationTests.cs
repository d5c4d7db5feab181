using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Serving;
using ElasticMoE.DataPlane.Tests.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Testing;

namespace ElasticMoE.DataPlane.Tests.Exchange;

/// <summary>Steps through a real exchange and a real server allocate nothing on any thread, once all that is reused has its size.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests : IDisposable
{
    private const int Experts = 8, Active = 2, Rows = 70, Hidden = 32, Nodes = 2;
    private const int StepsPerWindow = 50;

    /// <summary>Code that is not yet optimized boxes flags; on a busy machine that takes seconds to change.</summary>
    private const int WindowsMax = 4_000;

    private readonly TemporaryFolder _folder = new();

    /// <summary>When a buffer or a thread is met for the first time is chance, so the test looks for a long run of steps and not for the first.</summary>
    [Theory]
    [InlineData(LinkTransport.Memory)]
    [InlineData(LinkTransport.Unix)]
    [InlineData(LinkTransport.Tcp)]
    public void SteadyStepsAllocateNothing(LinkTransport transport)
    {
        var map = new ExpertMap(new Epoch(0, 1), Enumerable.Range(0, Experts).Select(expert => new ExpertPlacement(new ExpertId(0, expert), [new NodeId(expert % Nodes)], [])));
        ExpertServer[] servers = [.. Enumerable.Range(0, Nodes).Select(_ => new ExpertServer(new EchoHost(Hidden, Experts), 1))];
        LinkHub[] hubs = [.. servers.Select((server, node) => new LinkHub(new LinkOptions { Local = Cluster.Peer(node, PeerRole.Node), Receiver = server }))];
        var exchange = new FabricExchange(new FabricExchangeOptions { HiddenSize = Hidden, Map = () => map });
        using var router = new LinkHub(new LinkOptions { Local = Cluster.Peer(99, PeerRole.Router), Receiver = exchange });
        for (int node = 0; node < Nodes; node++)
        {
            var id = new NodeId(node);
            servers[node].Change(machine => machine.Assign(map, id));
            router.Dial(hubs[node].Listen(transport == LinkTransport.Tcp ? new(transport, "127.0.0.1") : new(transport, _folder.PathOf($"{node}"))));
        }
        exchange.WaitForNodes(Nodes, TimeSpan.FromSeconds(20));
        try
        {
            long[] windows = Windows(exchange).ToArray();
            Assert.True(windows[^1] == 0, $"every run of {StepsPerWindow} steps allocates: {string.Join(", ", windows.TakeLast(10))} bytes");
        }
        finally
        {
            router.Dispose();
            Array.ForEach(hubs, hub => hub.Dispose());
            Array.ForEach(servers, server => server.Dispose());
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What runs of steps allocate, until one allocates nothing.</summary>
    private static IEnumerable<long> Windows(FabricExchange exchange)
    {
        var dispatch = new ExpertDispatch();
        float[] input = [.. Enumerable.Range(0, Rows * Hidden)];
        int[] experts = [.. Enumerable.Range(0, Rows).SelectMany(row => new[] { row % (Experts - 1), row % (Experts - 1) + 1 })];
        long allocated = 1;
        for (int window = 0; window < WindowsMax && allocated > 0; window++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int step = 0; step < StepsPerWindow; step++)
                Step(exchange, dispatch, input, experts);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            yield return allocated;
        }
    }

    private static void Step(FabricExchange exchange, ExpertDispatch dispatch, float[] input, int[] experts)
    {
        dispatch.BeginStep(Rows);
        dispatch.Begin(0, (Rows, Active), input, experts);
        exchange.Start(dispatch);
        exchange.Finish(dispatch);
        if (!dispatch.Output(Rows - 1, Active - 1).SequenceEqual(input.AsSpan((Rows - 1) * Hidden, Hidden)))
            throw new InvalidOperationException("an output is not its row");
    }
}
