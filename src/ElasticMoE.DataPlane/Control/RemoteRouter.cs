using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Control;

/// <summary>A router, as the supervisor sees it over a link.</summary>
public sealed class RemoteRouter
{
    private readonly IFrameLink _link;
    private RouterReport _newest;

    internal RemoteRouter(IFrameLink link, RouterReport introduction) => (_link, Identity, _newest) = (link, introduction.Identity, introduction);

    /// <summary>The router and this start of it.</summary>
    public RouterIdentity Identity { get; }

    /// <summary>What it said last.</summary>
    public RouterReport Newest => Volatile.Read(ref _newest);

    /// <summary>Sends the whole map.</summary>
    public void Send(ClusterMap map) => Send(FrameKind.Map, MapPayload.Write(map));

    /// <summary>Sends what has changed.</summary>
    public void Send(MapDelta delta) => Send(FrameKind.MapDelta, MapPayload.Write(delta));

    /// <summary>Says that a revision has ended, and why.</summary>
    public void SendEnd(Revision revision, string cause) => Send(FrameKind.RevisionEnded, MapPayload.Write(revision, cause));

    internal void Take(RouterReport report)
    {
        if (report.Identity != Identity)
            throw new FrameFault($"a report of {report.Identity} from {Identity}");
        Volatile.Write(ref _newest, report);
    }

    private void Send(FrameKind kind, byte[] payload) => _link.SendOrBreak(new FrameHeader { Kind = kind }, payload);
}
