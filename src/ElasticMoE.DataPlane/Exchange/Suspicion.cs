namespace ElasticMoE.DataPlane.Exchange;

/// <summary>What is thought of a row with one of its experts.</summary>
internal enum Suspicion
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It was out when a node died or a link broke, or may be running elsewhere: it travels alone.</summary>
    Suspected,

    /// <summary>It hangs on a node's fate that isn't known yet whether it is convicted: it is sent nowhere.</summary>
    Accused,

    /// <summary>Two nodes died under it, one of them after it had been started alone.</summary>
    Convicted,
}
