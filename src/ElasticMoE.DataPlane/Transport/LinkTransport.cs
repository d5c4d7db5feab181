namespace ElasticMoE.DataPlane.Transport;

/// <summary>How bytes travel.</summary>
public enum LinkTransport
{
    /// <summary>Sockets of one machine.</summary>
    Unix,

    /// <summary>Between machines.</summary>
    Tcp,

    /// <summary>Within one process.</summary>
    Memory,
}
