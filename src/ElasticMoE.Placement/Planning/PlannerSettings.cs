namespace ElasticMoE.Placement.Planning;

/// <summary>The planner's knobs; docs/configuration.md lists them.</summary>
public sealed record PlannerSettings
{
    /// <summary>Replicas that one plan moves for the sake of balance alone. What a change itself demands (a node that left, a pin, a wanted replica) comes on top.</summary>
    public int BalanceMovesMax { get; init; } = 16;

    /// <summary>A layer is left as it is while its busiest node carries no more than this above the mean, as a share of it: loads are measured, and noisy.</summary>
    public double BalanceTolerance { get; init; } = 0.2;

    /// <summary>What such a move has to take off the busiest node of its layer, as a share of the layer's mean node load.</summary>
    public double BalanceGainMin { get; init; } = 0.1;

    /// <summary>An expert gets another awake replica, up to its maximum, while a replica's load is above this share of its layer's mean node load.</summary>
    public double HotReplicaShare { get; init; } = 0.5;

    /// <summary>It loses one again when the replicas that stay would each be below this share of <see cref="HotReplicaShare"/>.</summary>
    public double CoolShare { get; init; } = 0.7;

    /// <summary>Share of the memory that replicas beyond what is asked at least leave free, so that standbys find room after a loss.</summary>
    public double ReserveShare { get; init; } = 0.1;

    /// <summary>Where memory is short, a standby gives its room to an expert that would lie in one failure domain alone only while its own expert's load is below this share of that one's: loads are measured, and noisy.</summary>
    public double GiveWayShare { get; init; } = 0.9;
}
