using System.Net;

namespace ElasticMoE.ControlPlane.Admin;

/// <summary>How the admin interface is served.</summary>
public sealed record AdminServerOptions
{
    /// <summary>Where it listens; port 0 lets the system choose.</summary>
    public IPEndPoint Address { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>What every request has to bear.</summary>
    public required AdminKey Key { get; init; }

    /// <summary>Takes experts' new weights; null where there is no place for them.</summary>
    public IWeightsInbox? Weights { get; init; }

    /// <summary>Takes one line for each request that fails unexpectedly. Called on many threads.</summary>
    public Action<string> Log { get; init; } = _ => { };
}
