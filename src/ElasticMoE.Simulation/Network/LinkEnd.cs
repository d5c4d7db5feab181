using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.Simulation.Network;

/// <summary>One process's end of a link. What is sent arrives in order, or the link breaks.</summary>
internal sealed class LinkEnd(LinkedProcess owner, long nowUs)
{
    public LinkedProcess Owner => owner;

    /// <summary>The other end; null until the handshake is through.</summary>
    public LinkEnd? Peer { get; set; }

    public bool IsOpen { get; set; } = true;

    public LivenessMachine Liveness { get; } = new(nowUs);

    /// <summary>When what was sent last arrives: nothing on this link overtakes it.</summary>
    public long LastArrivalUs { get; set; }

    /// <summary>Sent into a partition: waits for it to heal.</summary>
    public Queue<SimulatedMessage> HeldUp { get; } = new();

    /// <summary>The next frame sent here arrives damaged.</summary>
    public bool CorruptsNext { get; set; }

    /// <summary>So many of the next frames sent here arrive twice.</summary>
    public int Duplicates { get; set; }

    /// <summary>A frame sent here has arrived twice.</summary>
    public bool HasDuplicated { get; set; }
}
