using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>What an observation is about: of each only the newest counts.</summary>
/// <param name="Subject">Whether it is about time, a peer's link, its reports, or a command.</param>
/// <param name="Peer">The node's or router's number and start.</param>
/// <param name="Replica">For a refused command: of which replica.</param>
internal readonly record struct InputKey(InputSubject Subject, NodeIdentity Peer, ExpertVersion Replica)
{
    /// <summary>Null for what must be handled each time.</summary>
    public static InputKey? Of(SupervisorMessage message) => message switch
    {
        SupervisorMessage.Tick => new(InputSubject.Time, default, default),
        SupervisorMessage.NodeConnected one => new(InputSubject.NodeLink, one.Node.Identity, default),
        SupervisorMessage.NodeDisconnected one => new(InputSubject.NodeLink, one.Node, default),
        SupervisorMessage.NodeReported one => new(InputSubject.NodeReport, one.Report.Identity, default),
        SupervisorMessage.CommandRefused one => new(InputSubject.Refusal, one.Node, one.Replica),
        SupervisorMessage.RouterConnected one => new(InputSubject.RouterLink, Of(one.Router), default),
        SupervisorMessage.RouterDisconnected one => new(InputSubject.RouterLink, Of(one.Router), default),
        SupervisorMessage.RouterReported one => new(InputSubject.RouterReport, Of(one.Report.Identity), default),
        SupervisorMessage.MapAsked one => new(InputSubject.MapAsk, Of(one.Router), default),
        _ => null,
    };

    private static NodeIdentity Of(RouterIdentity router) => new(new(router.Router), router.Incarnation);
}
