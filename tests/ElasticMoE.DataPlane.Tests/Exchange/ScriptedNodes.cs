using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Control;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Tests.Links;
using ElasticMoE.Testing;

namespace ElasticMoE.DataPlane.Tests.Exchange;

/// <summary>A real exchange over memory links to nodes that do what a test says.</summary>
internal sealed class ScriptedNodes : IDisposable
{
    public const int Hidden = 2;

    private static readonly TimeSpan s_guard = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly LinkHub[] _hubs;
    private readonly LinkHub _router;

    /// <summary>Nodes by a clock that stands still unless another is given: where this machine is slow, no frame is late for that.</summary>
    public ScriptedNodes(int nodes, ExpertMap map, RowCodecs? rows = null, TimeProvider? clock = null, ExpertClaims? claims = null)
    {
        Map = map;
        Exchange = new FabricExchange(new FabricExchangeOptions { HiddenSize = Hidden, Map = () => Map, Rows = rows ?? RowCodecs.F32, Clock = clock ?? new VirtualTime(), Claims = claims });
        Nodes = [.. Enumerable.Range(0, nodes).Select(_ => new Recorder())];
        _hubs = [.. Nodes.Select((node, id) => new LinkHub(new LinkOptions { Local = Cluster.Peer(id, PeerRole.Node), Receiver = node }))];
        _router = new LinkHub(new LinkOptions { Local = Cluster.Peer(99, PeerRole.Router), Receiver = Exchange, Log = Lines.Add });
        for (int id = 0; id < nodes; id++)
            _router.Dial(_hubs[id].Listen(new(Transport.LinkTransport.Memory, _folder.PathOf($"node{id}"))));
        Links = [.. Nodes.Select(node => Recorder.Take(node.OpenedLinks))];
        Exchange.WaitForNodes(nodes, s_guard);
    }

    public FabricExchange Exchange { get; }

    public ExpertDispatch Dispatch { get; } = new();

    public ExpertMap Map { get; set; }

    public Recorder[] Nodes { get; }

    /// <summary>What the router tells of its links.</summary>
    public System.Collections.Concurrent.BlockingCollection<string> Lines { get; } = [];

    /// <summary>Each node's end of its link.</summary>
    public IFrameLink[] Links { get; }

    /// <summary>Opens a link to a node that isn't one of these.</summary>
    public void Dial(Transport.LinkAddress address) => _router.Dial(address);

    /// <summary>Starts an exchange of rows with the values row + 1 and −row − 1, each to the experts given for it.</summary>
    public void Start(params int[][] rows) => StartBound(new int[rows.Length], rows);

    /// <summary>As <see cref="Start"/>, with rows bound to revisions.</summary>
    public void StartBound(int[] revisions, params int[][] rows)
    {
        Dispatch.BeginStep(rows.Length);
        for (int row = 0; row < rows.Length; row++)
            Dispatch.Bind(row, 1, new(revisions[row]));
        float[] input = [.. Enumerable.Range(1, rows.Length).SelectMany(row => new float[] { row, -row })];
        Dispatch.Begin(0, (rows.Length, rows[0].Length), input, [.. rows.SelectMany(experts => experts)]);
        Exchange.Start(Dispatch);
    }

    public void Finish() => Exchange.Finish(Dispatch);

    /// <summary>Finishes on another thread, so that the test can play a node meanwhile.</summary>
    public Task FinishMeanwhile() => Task.Run(Finish, TestContext.Current.CancellationToken);

    /// <summary>The next dispatch that reaches a node.</summary>
    public FrameBuffer Take(int node) => Recorder.Take(Nodes[node].Frames);

    /// <summary>Answers a dispatch: the output of a pair is its row's values plus ten times its expert.</summary>
    public void Answer(int node, FrameBuffer dispatch)
    {
        var work = new ExpertWork();
        int at = DispatchPayload.ReadLists(dispatch.Payload, dispatch.Header, Hidden * sizeof(float), work);
        ReadOnlySpan<float> rows = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(dispatch.Payload[at..]);
        float[] outputs = new float[work.Pairs * Hidden];
        for (int row = 0; row < work.Rows; row++)
        {
            for (int slot = 0; slot < work.ExpertsOf(row).Length; slot++)
            {
                for (int i = 0; i < Hidden; i++)
                    outputs[(work.FirstPair(row) + slot) * Hidden + i] = rows[row * Hidden + i] + 10 * work.ExpertsOf(row)[slot];
            }
        }
        Send(node, dispatch.Header with { Kind = FrameKind.Answer, Flags = FrameFlags.None }, System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(outputs));
    }

    /// <summary>Sends any frame to the router.</summary>
    public void Send(int node, FrameHeader header, ReadOnlySpan<byte> payload)
    {
        FrameBuffer frame = Links[node].Rent(payload.Length);
        frame.Header = header;
        payload.CopyTo(frame.Payload);
        Assert.True(Links[node].TrySend(frame));
    }

    /// <summary>Whether every row that is still ready has its experts' outputs.</summary>
    public void AssertOutputs()
    {
        for (int row = 0; row < Dispatch.Rows; row++)
        {
            for (int slot = 0; Dispatch.StateOf(row) == RowState.Ready && slot < Dispatch.ActiveExperts; slot++)
            {
                float expected = 10 * Dispatch.ExpertsOf(row)[slot];
                Assert.Equal([expected + row + 1, expected - row - 1], Dispatch.Output(row, slot));
            }
        }
    }

    public void Dispose()
    {
        _router.Dispose();
        Array.ForEach(_hubs, hub => hub.Dispose());
        _folder.Dispose();
    }
}
