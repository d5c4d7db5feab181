namespace ElasticMoE.Placement.Planning;

/// <summary>Whose standbys give way for a replica.</summary>
/// <param name="Protecting">Those of units of less load than this that lie in no other failure domain but for it.</param>
/// <param name="Spare">Others, of units of less load than this.</param>
internal readonly record struct RoomClaim(double Protecting, double Spare)
{
    /// <summary>A replica that has to be somewhere, whoever gives way.</summary>
    public static RoomClaim Must { get; } = new(double.PositiveInfinity, double.PositiveInfinity);

    /// <summary>A standby by which a unit comes to lie in two domains.</summary>
    public static RoomClaim ToProtect(PlanUnit unit, PlannerSettings settings) => new(settings.GiveWayShare * unit.Load, double.PositiveInfinity);

    /// <summary>A standby beyond that.</summary>
    public static RoomClaim ToSpare(PlanUnit unit, PlannerSettings settings) => new(double.NegativeInfinity, settings.GiveWayShare * unit.Load);
}
