namespace ElasticMoE.Placement.Autoscaling;

/// <summary>When a season is. All parts that are given have to hold; times are UTC.</summary>
public sealed record SeasonWindow
{
    /// <summary>The first day; null: always.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, which belongs to it; null: for ever.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Days of the week; empty: all.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = [];

    /// <summary>Time of day at which it begins.</summary>
    public TimeOnly Begin { get; init; } = TimeOnly.MinValue;

    /// <summary>Time of day at which it ends. Not after <see cref="Begin"/>: on the next day; the day that counts is the one on which it began.</summary>
    public TimeOnly End { get; init; } = TimeOnly.MinValue;

    /// <summary>Whether a moment is in it.</summary>
    public bool Contains(DateTimeOffset moment)
    {
        DateTime utc = moment.UtcDateTime;
        var day = DateOnly.FromDateTime(utc);
        var time = TimeOnly.FromDateTime(utc);
        if (Begin < End)
            return time >= Begin && time < End && HasDay(day);
        return (time >= Begin && HasDay(day)) || (time < End && HasDay(day.AddDays(-1)));
    }

    private bool HasDay(DateOnly day) => (From is not { } from || day >= from) && (To is not { } to || day <= to) && (Days.Count == 0 || Days.Contains(day.DayOfWeek));
}
