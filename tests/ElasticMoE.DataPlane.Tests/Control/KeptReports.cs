using System.Collections.Concurrent;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Tests.Control;

/// <summary>A supervisor's link that keeps the reports of a router.</summary>
internal sealed class KeptReports : IFrameLink
{
    private readonly FrameBufferPool _pool = new();

    public ConcurrentQueue<RouterReport> Reports { get; } = [];

    public NodeIdentity Peer { get; } = new(new(99), new(1));

    public PeerRole Role => PeerRole.Supervisor;

    public bool TakesExtended => true;

    public bool IsOpen => true;

    public FrameBuffer Rent(int payloadBytes) => _pool.Rent(payloadBytes);

    public bool TrySend(FrameBuffer frame)
    {
        using (frame)
            Reports.Enqueue(MapPayload.ReadReport(frame.Payload));
        return true;
    }

    public void Break(string reason) => Assert.Fail(reason);
}
