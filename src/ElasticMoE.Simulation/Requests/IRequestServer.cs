namespace ElasticMoE.Simulation.Requests;

/// <summary>Whoever serves clients: a gateway.</summary>
internal interface IRequestServer
{
    bool IsAlive { get; }

    /// <summary>Plans an event of its life.</summary>
    void After(long delayUs, Action happens);

    /// <summary>Takes a request on.</summary>
    void Submit(SimulatedRequest request);

    /// <summary>A request's client has gone.</summary>
    void Cancel(SimulatedRequest request);
}
