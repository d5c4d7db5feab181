using System.Threading.Channels;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Supervision;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.ControlPlane.Tests.Supervision;

/// <summary>Nodes that do at once what they are told, if they were told the lease number, and a router that takes every map.</summary>
internal sealed class ObedientPeers(int nodes) : IClusterPeers
{
    private const long Budget = 1 << 20;
    private static readonly RouterIdentity s_router = new(0, new(77));

    private readonly SortedDictionary<NodeIdentity, SortedDictionary<ExpertVersion, ReplicaPhase>> _held =
        new(Enumerable.Range(0, nodes).ToDictionary(Identity, _ => new SortedDictionary<ExpertVersion, ReplicaPhase>()), Comparer<NodeIdentity>.Create((one, other) => one.Node.CompareTo(other.Node)));

    private readonly Dictionary<NodeIdentity, long> _leases = [];
    private readonly Channel<ClusterMap> _maps = Channel.CreateUnbounded<ClusterMap>();
    private ClusterMap? _map;
    private long _sequence;

    public Action<SupervisorMessage> Tell { get; set; } = _ => { };

    public ChannelReader<ClusterMap> Maps => _maps.Reader;

    public void Introduce(Action<SupervisorMessage> tell)
    {
        foreach (NodeIdentity node in _held.Keys)
        {
            tell(new SupervisorMessage.NodeConnected(new(node, $"unix:{node.Node}", "", $"host {node.Node}", Budget), 0));
            tell(new SupervisorMessage.NodeReported(Report(node)));
        }
        tell(new SupervisorMessage.RouterConnected(s_router));
    }

    public void Fence(NodeIdentity node, long lease) => _leases[node] = lease;

    public void Send(ReplicaCommand command)
    {
        Assert.Equal(_leases[command.Target], command.Lease);
        SortedDictionary<ExpertVersion, ReplicaPhase> held = _held[command.Target];
        held[command.Replica] = command.Action switch
        {
            ReplicaAction.Wake => ReplicaPhase.Awake,
            ReplicaAction.Load or ReplicaAction.Sleep => ReplicaPhase.Warm,
            _ => ReplicaPhase.Cold,
        };
        Tell(new SupervisorMessage.NodeReported(Report(command.Target)));
    }

    public void Publish(ClusterMap map, MapDelta delta)
    {
        if (_map is not null && delta.Apply(_map) is { } newer)
            Use(newer);
        else
            Tell(new SupervisorMessage.MapAsked(s_router));
    }

    public void FailBound(Revision revision, string cause)
    {
        // Nothing is bound here.
    }

    public void SendMap(RouterIdentity router, ClusterMap map)
    {
        Assert.Equal(s_router, router);
        Use(map);
    }

    private void Use(ClusterMap map)
    {
        _map = map;
        _maps.Writer.TryWrite(map);
        Tell(new SupervisorMessage.RouterReported(new(s_router, ++_sequence, map.Epoch, [], [], [], [])));
    }

    private static NodeIdentity Identity(int node) => new(new(node), new((ulong)node + 1));

    private NodeReport Report(NodeIdentity node) => new(
        node, _leases.GetValueOrDefault(node), ++_sequence, _held[node].Count(pair => pair.Value != ReplicaPhase.Cold), Budget,
        [.. _held[node].Select(pair => new ReplicaReport(pair.Key, pair.Value, pair.Value == ReplicaPhase.Cold ? 0 : 1, 0, 0, false, null))]);
}
