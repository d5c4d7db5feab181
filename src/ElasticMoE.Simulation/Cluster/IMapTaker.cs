using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Simulation.Cluster;

/// <summary>A process that goes by the map.</summary>
internal interface IMapTaker
{
    /// <summary>Plans an event of the process.</summary>
    void After(long delayUs, Action happens);

    /// <summary>A map has come; it may be older than one that came before.</summary>
    void Take(ExpertMap map);
}
