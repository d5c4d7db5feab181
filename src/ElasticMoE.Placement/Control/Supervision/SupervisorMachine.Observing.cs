using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Reconciling;

namespace ElasticMoE.Placement.Control.Supervision;

public sealed partial class SupervisorMachine
{
    private void TakeObservation(SupervisorMessage message, long nowMs, List<SupervisorEffect> effects)
    {
        if (_lease == 0)
            return;
        switch (message)
        {
            case SupervisorMessage.NodeConnected connected:
                Connect(connected, nowMs, effects);
                break;
            case SupervisorMessage.NodeDisconnected gone when Find(gone.Node) is not null:
                _observed.Disconnect(gone.Node.Node, nowMs);
                _isChanged = true;
                break;
            case SupervisorMessage.NodeReported reported when Find(reported.Report.Identity) is not null:
                if (reported.Report.Lease > _lease)
                    StepDown(reported.Report.Lease, effects);
                else
                    _isChanged |= _observed.Take(reported.Report, nowMs);
                break;
            case SupervisorMessage.CommandRefused refused when Find(refused.Node) is not null:
                Refused(refused, effects);
                break;
            default:
                TakeRouter(message, nowMs, effects);
                break;
        }
    }

    private NodeObservation? Find(NodeIdentity node) =>
        _observed.Nodes.TryGetValue(node.Node, out NodeObservation? seen) && seen.Description?.Identity == node ? seen : null;

    private void Connect(SupervisorMessage.NodeConnected connected, long nowMs, List<SupervisorEffect> effects)
    {
        if (connected.Lease > _lease)
        {
            StepDown(connected.Lease, effects);
            return;
        }
        NodeId node = connected.Node.Node;
        if ((uint)node.Value >= Limits.NodesMax || (!_observed.Nodes.ContainsKey(node) && _observed.Nodes.Count >= Limits.NodesMax))
            return;
        _observed.Connect(connected.Node, nowMs);
        _isChanged = true;
        if (_isConfirmed)
            effects.Add(new SupervisorEffect.Fence(connected.Node.Identity, _lease));
        _assigned.Remove(node);
    }

    private void Refused(SupervisorMessage.CommandRefused refused, List<SupervisorEffect> effects)
    {
        if (refused.Receipt == CommandReceipt.StaleLease && refused.Lease > _lease)
            StepDown(refused.Lease, effects);
        else if (refused.Receipt == CommandReceipt.NotFenced)
            effects.Add(new SupervisorEffect.Fence(refused.Node, _lease));
        if (refused.Receipt is CommandReceipt.Busy or CommandReceipt.NotFenced)
            _observed.NoteRefused(refused.Node.Node, refused.Replica);
        _isChanged = true;
    }

    private void StepDown(long higher, List<SupervisorEffect> effects)
    {
        effects.Add(new SupervisorEffect.StepDown($"a node has seen lease number {higher}, and this one is {_lease}"));
        Stop(effects);
    }

    private void TakeRouter(SupervisorMessage message, long nowMs, List<SupervisorEffect> effects)
    {
        switch (message)
        {
            case SupervisorMessage.RouterConnected connected when (uint)connected.Router.Router < Limits.RoutersMax:
                if (!_observed.Routers.TryGetValue(connected.Router.Router, out RouterObservation? known) || known.Identity != connected.Router)
                    _observed.Routers[connected.Router.Router] = known = new(connected.Router);
                (known.IsConnected, _isChanged) = (true, true);
                if (Map is { } map)
                    effects.Add(new SupervisorEffect.SendMap(connected.Router, map));
                break;
            case SupervisorMessage.RouterDisconnected gone when FindRouter(gone.Router) is { } router:
                (router.IsConnected, _isChanged) = (false, true);
                break;
            case SupervisorMessage.RouterReported reported when FindRouter(reported.Report.Identity) is { } router:
                _isChanged |= router.Take(reported.Report, nowMs);
                SendAgain(router, nowMs, effects);
                break;
            case SupervisorMessage.MapAsked asked when FindRouter(asked.Router) is not null && Map is { } whole:
                effects.Add(new SupervisorEffect.SendMap(asked.Router, whole));
                break;
        }
    }

    /// <summary>A router that reports and still works by an older map has missed something, as one may that stood still.</summary>
    private void SendAgain(RouterObservation router, long nowMs, List<SupervisorEffect> effects)
    {
        if (Map is null || router.Acknowledged >= Map.Epoch || nowMs - Math.Max(_publishedMs, router.SentMs) < SupervisionTimes.AcknowledgeMs)
            return;
        router.SentMs = nowMs;
        effects.Add(new SupervisorEffect.SendMap(router.Identity, Map));
    }

    private RouterObservation? FindRouter(RouterIdentity router) =>
        _observed.Routers.TryGetValue(router.Router, out RouterObservation? known) && known.Identity == router ? known : null;
}
