using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.ControlPlane.Supervision;
using ElasticMoE.DataPlane.Control;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.Node.Hosts;

/// <summary>
/// A supervisor's nodes and routers over links: what they say is told to the supervisor, what it wants is sent to them. Who comes and goes is told
/// in the order in which it happens, so under the same lock: the end of an old link must not follow the beginning of a new one.
/// </summary>
internal sealed class LinkPeers : IClusterPeers, IRouterListener
{
    private readonly Dictionary<NodeIdentity, RemoteNodeAgent> _nodes = [];
    private readonly Dictionary<RouterIdentity, RemoteRouter> _routers = [];
    private readonly Lock _gate = new();
    private readonly EndedRevisions _ended = new();

    /// <summary>Takes what is observed; nothing is linked before it is set.</summary>
    public Action<SupervisorMessage> Tell { get; set; } = _ => { };

    public void Introduce(Action<SupervisorMessage> tell)
    {
        lock (_gate)
        {
            foreach (RemoteNodeAgent node in _nodes.Values)
            {
                tell(new SupervisorMessage.NodeConnected(node.Description, node.Lease));
                if (node.Observe() is { Sequence: > 0 } report)
                    tell(new SupervisorMessage.NodeReported(report));
            }
            foreach (RemoteRouter router in _routers.Values)
            {
                tell(new SupervisorMessage.RouterConnected(router.Identity));
                tell(new SupervisorMessage.RouterReported(router.Newest));
            }
        }
    }

    public void Fence(NodeIdentity node, long lease) => Find(node)?.Fence(lease);

    public void Send(ReplicaCommand command)
    {
        CommandReceipt receipt = Find(command.Target)?.Submit(command) ?? CommandReceipt.Busy;
        if (receipt != CommandReceipt.Taken)
            Tell(new SupervisorMessage.CommandRefused(command.Target, command.Replica, receipt, 0));
    }

    public void Publish(ClusterMap map, MapDelta delta)
    {
        lock (_gate)
        {
            foreach (RemoteRouter router in _routers.Values)
                router.Send(delta);
        }
    }

    public void FailBound(Revision revision, string cause)
    {
        lock (_gate)
        {
            _ended.Add(revision, cause);
            foreach (RemoteRouter router in _routers.Values)
                router.SendEnd(revision, cause);
        }
    }

    public void SendMap(RouterIdentity router, ClusterMap map)
    {
        lock (_gate)
            _routers.GetValueOrDefault(router)?.Send(map);
    }

    public void Joined(RemoteNodeAgent node)
    {
        lock (_gate)
        {
            _nodes[node.Description.Identity] = node;
            Tell(new SupervisorMessage.NodeConnected(node.Description, node.Lease));
        }
        _ = TellReportsAsync(node);
        _ = TellRefusalsAsync(node);
    }

    public void Left(RemoteNodeAgent node)
    {
        lock (_gate)
        {
            if (_nodes.GetValueOrDefault(node.Description.Identity) != node)
                return;
            _nodes.Remove(node.Description.Identity);
            Tell(new SupervisorMessage.NodeDisconnected(node.Description.Identity));
        }
    }

    public void Joined(RemoteRouter router)
    {
        lock (_gate)
        {
            _routers[router.Identity] = router;
            foreach ((Revision revision, string cause) in _ended.Causes.OrderBy(end => end.Key))
                router.SendEnd(revision, cause);
            Tell(new SupervisorMessage.RouterConnected(router.Identity));
        }
        Tell(new SupervisorMessage.RouterReported(router.Newest));
    }

    public void Left(RemoteRouter router)
    {
        lock (_gate)
        {
            if (_routers.GetValueOrDefault(router.Identity) != router)
                return;
            _routers.Remove(router.Identity);
            Tell(new SupervisorMessage.RouterDisconnected(router.Identity));
        }
    }

    public void Reported(RouterReport report) => Tell(new SupervisorMessage.RouterReported(report));

    public void Asked(RemoteRouter router) => Tell(new SupervisorMessage.MapAsked(router.Identity));

    private RemoteNodeAgent? Find(NodeIdentity node)
    {
        lock (_gate)
            return _nodes.GetValueOrDefault(node);
    }

    /// <summary>Ends with the link.</summary>
    private async Task TellReportsAsync(RemoteNodeAgent node)
    {
        await foreach (NodeReport report in node.Reports(CancellationToken.None).ConfigureAwait(false))
            Tell(new SupervisorMessage.NodeReported(report));
    }

    /// <summary>Ends with the link.</summary>
    private async Task TellRefusalsAsync(RemoteNodeAgent node)
    {
        await foreach ((ReplicaCommand command, CommandReceipt receipt) in node.Receipts.ReadAllAsync().ConfigureAwait(false))
        {
            if (receipt != CommandReceipt.Taken)
                Tell(new SupervisorMessage.CommandRefused(command.Target, command.Replica, receipt, node.Lease));
        }
    }
}
