using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Control;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>What an exchange needs to know.</summary>
public sealed record FabricExchangeOptions
{
    /// <summary>Width of a row.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>How rows travel.</summary>
    public RowCodecs Rows { get; init; } = RowCodecs.F32;

    /// <summary>The current map; read once an exchange, and again where something fails.</summary>
    public required Func<ExpertMap> Map { get; init; }

    /// <summary>Counts the rows each expert gets; null where nobody wants to know.</summary>
    public ExpertRows? Counted { get; init; }

    /// <summary>Notes what rows are parked for; null where nobody wants to know.</summary>
    public ExpertClaims? Claims { get; init; }

    /// <summary>Of the choices between replicas that are as good.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Monotonic time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
