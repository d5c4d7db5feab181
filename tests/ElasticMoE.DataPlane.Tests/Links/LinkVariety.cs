namespace ElasticMoE.DataPlane.Tests.Links;

/// <summary>Every kind of link there is.</summary>
public enum LinkVariety
{
    /// <summary>Within one process.</summary>
    Memory,

    /// <summary>Sockets of one machine.</summary>
    Unix,

    /// <summary>Between machines.</summary>
    Tcp,

    /// <summary>Between machines, inside TLS.</summary>
    Tls,
}
