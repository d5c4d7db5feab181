namespace ElasticMoE.Node.Measurement;

/// <summary>A rate against what the machine can do at most, both in the same unit and measured in the same run.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Reached">Rates reached.</param>
/// <param name="Possible">The denominator: the machine's own rates.</param>
internal sealed record Utilisation(string Name, RateSamples Reached, RateSamples Possible)
{
    /// <summary>The best rate reached over the best rate the machine showed: both are what is left of each on a machine that others disturb.</summary>
    public double Share => Reached.Best / Possible.Best;

    /// <summary>The median round's rate over the best rate the machine showed.</summary>
    public double MedianShare => Reached.Median / Possible.Best;

    /// <summary>A rate above its denominator means that one of the two was measured wrongly; nothing can be said then.</summary>
    public bool IsValid => Reached.Best <= Possible.Best;
}
