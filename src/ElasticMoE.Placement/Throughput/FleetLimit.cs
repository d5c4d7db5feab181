namespace ElasticMoE.Placement.Throughput;

/// <summary>What a fleet's throughput is bound by.</summary>
public enum FleetLimit
{
    /// <summary>Routers read weights, keys and values.</summary>
    RouterMemory,

    /// <summary>Routers multiply.</summary>
    RouterArithmetic,

    /// <summary>Routers handle frames.</summary>
    RouterFrames,

    /// <summary>Expert nodes read weights.</summary>
    NodeMemory,

    /// <summary>Expert nodes multiply.</summary>
    NodeArithmetic,

    /// <summary>Expert nodes handle frames.</summary>
    NodeFrames,

    /// <summary>Links carry bytes.</summary>
    Network,
}
