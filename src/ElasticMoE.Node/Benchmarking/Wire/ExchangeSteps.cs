using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Serving;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Node.Rehearsal;

namespace ElasticMoE.Node.Benchmarking.Wire;

/// <summary>A router's exchange with one node that computes next to nothing: what a layer of a step costs beside its mathematics.</summary>
internal sealed class ExchangeSteps : IDisposable
{
    private const int Experts = 16, Active = 4, Rows = 8, Hidden = 512;

    private readonly ExpertServer _server = new(new CopyingHost(Hidden, Experts), 1);
    private readonly LinkHub _node;
    private readonly LinkHub _router;
    private readonly FabricExchange _exchange;
    private readonly ExpertDispatch _dispatch = new();
    private readonly float[] _input = new float[Rows * Hidden];
    private readonly int[] _experts = new int[Rows * Active];

    public ExchangeSteps(LinkAddress address)
    {
        var map = new ExpertMap(new Epoch(0, 1), Enumerable.Range(0, Experts).Select(expert => new ExpertPlacement(new ExpertId(0, expert), [new NodeId(0)], [])));
        _server.Change(machine => machine.Assign(map, new NodeId(0)));
        _exchange = new FabricExchange(new FabricExchangeOptions { HiddenSize = Hidden, Map = () => map });
        _node = new LinkHub(new LinkOptions { Local = OwnPeer.Of(0, PeerRole.Node), Receiver = _server });
        _router = new LinkHub(new LinkOptions { Local = OwnPeer.Of(1, PeerRole.Router), Receiver = _exchange });
        _router.Dial(_node.Listen(address));
        _exchange.WaitForNodes(1, TimeSpan.FromSeconds(10));
        for (int i = 0; i < _experts.Length; i++)
            _experts[i] = i * (Experts / Active) % Experts;
    }

    /// <summary>Runs a step of one layer.</summary>
    public void Run()
    {
        _dispatch.BeginStep(Rows);
        _dispatch.Begin(0, (Rows, Active), _input, _experts);
        _exchange.Start(_dispatch);
        _exchange.Finish(_dispatch);
    }

    public void Dispose()
    {
        _router.Dispose();
        _node.Dispose();
        _server.Dispose();
    }
}
