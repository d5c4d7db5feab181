using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Handshakes;

namespace ElasticMoE.DataPlane.Links;

/// <summary>An open connection to a peer that has proved itself, as its users see it. All members may be used from any thread.</summary>
public interface IFrameLink
{
    /// <summary>Who is at the other end.</summary>
    NodeIdentity Peer { get; }

    /// <summary>What the other end is.</summary>
    PeerRole Role { get; }

    /// <summary>Whether the other end understands frames that are <see cref="FrameHeader.IsExtended"/>; else nothing of them may be sent.</summary>
    bool TakesExtended { get; }

    /// <summary>False from the moment it breaks.</summary>
    bool IsOpen { get; }

    /// <summary>A frame to fill and send here.</summary>
    /// <param name="payloadBytes">Exact length of the payload; 0 to <see cref="Contracts.Limits.FramePayloadBytesMax"/>.</param>
    FrameBuffer Rent(int payloadBytes);

    /// <summary>Sends a frame and takes its ownership, also where it fails. Doesn't wait for the peer.</summary>
    /// <returns>False where the link is broken or its bounded queue is full; then the frame will not arrive.</returns>
    bool TrySend(FrameBuffer frame);

    /// <summary>Ends the connection, with one recorded reason. The first caller's reason counts.</summary>
    void Break(string reason);
}
