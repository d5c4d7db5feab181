namespace ElasticMoE.Simulation.Requests;

/// <summary>Whoever serves requests: a router, or later a gateway in front of routers.</summary>
internal interface IRequestServer
{
    bool IsAlive { get; }

    /// <summary>Nodes that have died without its knowing.</summary>
    int UnknownDeaths { get; }

    /// <summary>Takes a request on; tokens that its client has are part of its context.</summary>
    void Submit(SimulatedRequest request, int attempt);
}
