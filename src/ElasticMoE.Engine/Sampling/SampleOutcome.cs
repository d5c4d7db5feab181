namespace ElasticMoE.Engine.Sampling;

/// <summary>Whether an id was chosen.</summary>
internal enum SampleOutcome
{
    /// <summary>One was.</summary>
    Chosen,

    /// <summary>A logit is infinite or not a number.</summary>
    NotFinite,

    /// <summary>No id may be chosen.</summary>
    NoneAllowed,
}
