namespace ElasticMoE.Placement.Autoscaling;

/// <summary>Says which seasons hold.</summary>
internal sealed class SeasonCalendar(IReadOnlyList<Season> seasons, TimeSpan lead)
{
    /// <summary>Those that hold at a moment, and those that begin within the lead.</summary>
    public SeasonsNow At(DateTimeOffset now)
    {
        var holding = new SeasonsNow();
        foreach (Season season in seasons.Where(season => season.Window.Contains(now) || season.Window.Contains(now + lead)))
            holding.Add(season);
        return holding;
    }
}
