namespace ElasticMoE.Model.Forward;

/// <summary>What a router does itself in a mixture layer, before and after the experts.</summary>
public enum StepPhase
{
    /// <summary>Chooses the rows' experts.</summary>
    Gate,

    /// <summary>Sums the experts' outputs.</summary>
    Combine,
}
