namespace ElasticMoE.Placement.Control.Leases;

/// <summary>What a candidate for the lease is told.</summary>
public abstract record LeaseMessage
{
    private LeaseMessage()
    {
    }

    /// <summary>Time has passed.</summary>
    public sealed record Tick : LeaseMessage;

    /// <summary>The answer to <see cref="LeaseEffect.Read"/>; null where the database couldn't be asked.</summary>
    public sealed record WasRead(LeaseRow? Row) : LeaseMessage;

    /// <summary>The answer to <see cref="LeaseEffect.Take"/>: whether the row was as expected. Null where nobody knows.</summary>
    public sealed record WasTaken(bool? Done) : LeaseMessage;

    /// <summary>The answer to <see cref="LeaseEffect.Renew"/>. Null where nobody knows.</summary>
    public sealed record WasRenewed(bool? Done) : LeaseMessage;

    /// <summary>Somebody (a journal, a node) has shown a higher number.</summary>
    public sealed record Superseded : LeaseMessage;
}
