namespace ElasticMoE.Placement.Control.Leases;

/// <summary>What a candidate for the lease does. Each of the first three has one answer.</summary>
public abstract record LeaseEffect
{
    private LeaseEffect()
    {
    }

    /// <summary>Read the row.</summary>
    public sealed record Read : LeaseEffect;

    /// <summary>Swap the row from what was seen to (number + 1, 0), if it still is what was seen.</summary>
    public sealed record Take(LeaseRow Seen) : LeaseEffect;

    /// <summary>Swap the row from (number, renewal) to (number, renewal + 1).</summary>
    public sealed record Renew(LeaseRow Own) : LeaseEffect;

    /// <summary>Lead under the number, until so long by the candidate's own clock; said again after each renewal.</summary>
    public sealed record Lead(long Number, long UntilMs) : LeaseEffect;

    /// <summary>Lead no more.</summary>
    public sealed record Stop(long Number) : LeaseEffect;
}
