namespace ElasticMoE.DataPlane.Exchange;

/// <summary>What is thought of a row with one of its experts.</summary>
internal enum Suspicion
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It was out when a node died: it travels alone.</summary>
    Suspected,

    /// <summary>The link to a node broke after the node had started it, and whether the node died isn't known yet.</summary>
    Accused,

    /// <summary>A second node died after it had started it.</summary>
    Convicted,
}
