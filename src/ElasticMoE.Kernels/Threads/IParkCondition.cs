namespace ElasticMoE.Kernels.Threads;

/// <summary>What a parked thread waits for.</summary>
internal interface IParkCondition
{
    /// <summary>True while there is nothing to do.</summary>
    bool Holds { get; }
}
