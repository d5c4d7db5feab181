namespace ElasticMoE.Simulation.Linearizability;

/// <summary>Who leads.</summary>
/// <param name="Holder">The number under which somebody does; 0 where nobody does.</param>
/// <param name="Highest">The highest number under which anybody did.</param>
internal readonly record struct Leadership(long Holder, long Highest)
{
    public override string ToString() => Holder == 0 ? $"no leader, the last one under {Highest}" : $"a leader under {Holder}";
}
