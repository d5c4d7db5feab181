namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>What helps a supervisor decide.</summary>
/// <param name="Plans">Whether somebody answers <see cref="SupervisorEffect.Plan"/>. Else what is missing is filled in, and nothing is moved for balance.</param>
/// <param name="Autoscales">Whether load changes numbers of replicas.</param>
public sealed record SupervisorMind(bool Plans, bool Autoscales)
{
    /// <summary>Neither.</summary>
    public static SupervisorMind None { get; } = new(false, false);
}
