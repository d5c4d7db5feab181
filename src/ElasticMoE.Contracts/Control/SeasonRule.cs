namespace ElasticMoE.Contracts.Control;

/// <summary>A time in which a team of experts is known to be needed more. Times are UTC.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Team">Whose experts are awake throughout, and scaled as if they had more load.</param>
/// <param name="Factor">What their load is multiplied by; 0 ends the season's rule.</param>
/// <param name="From">The first day; null: always.</param>
/// <param name="To">The last day, which belongs to it; null: for ever.</param>
/// <param name="Days">Days of the week as bits, Sunday the lowest; 0: all.</param>
/// <param name="BeginMinute">Minute of the day at which it begins.</param>
/// <param name="EndMinute">Minute of the day at which it ends; not after the beginning: on the next day.</param>
public sealed record SeasonRule(string Name, string Team, double Factor, DateOnly? From, DateOnly? To, byte Days, short BeginMinute, short EndMinute)
{
    /// <summary>Minutes of a day.</summary>
    public const int DayMinutes = 24 * 60;
}
