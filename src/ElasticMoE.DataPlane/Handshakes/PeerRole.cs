namespace ElasticMoE.DataPlane.Handshakes;

/// <summary>What a process is to its peer. The numbers are on the wire.</summary>
public enum PeerRole : byte
{
    /// <summary>Sends rows.</summary>
    Router = 1,

    /// <summary>Hosts experts.</summary>
    Node = 2,

    /// <summary>Decides where experts are.</summary>
    Supervisor = 3,

    /// <summary>Takes people's requests.</summary>
    Gateway = 4,
}
