using System.Globalization;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.ControlPlane.Admin;

/// <summary>A season's rule as fields of a request.</summary>
internal static class SeasonArguments
{
    private static readonly string[] s_days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static IReadOnlyList<AdminParameter> Parameters { get; } =
    [
        new("season", AdminParameterKind.Text, "Its name.") { IsRequired = true, IsPositional = true },
        new("team", AdminParameterKind.Text, "The team whose experts it is about."),
        new("factor", AdminParameterKind.Text, "What their load is multiplied by; 1 by default, which keeps them awake."),
        new("from", AdminParameterKind.Text, "The first day, YYYY-MM-DD."),
        new("to", AdminParameterKind.Text, "The last day, YYYY-MM-DD."),
        new("days", AdminParameterKind.Text, "Days of the week with commas, as in mon,fri; all by default."),
        new("begin", AdminParameterKind.Text, "Time of day at which it begins, HH:MM, UTC."),
        new("end", AdminParameterKind.Text, "Time of day at which it ends, HH:MM, UTC; not after the beginning: on the next day."),
    ];

    /// <summary>Without a team, the season's end.</summary>
    public static AdminCommand Read(AdminArguments at) => new AdminCommand.SeasonSet(new SeasonRule(
        at.Text("season"),
        at.Has("team") ? at.Text("team") : "",
        at.Has("team") ? Factor(at) : 0,
        Day(at, "from"),
        Day(at, "to"),
        Days(at),
        Minute(at, "begin"),
        Minute(at, "end")));

    private static double Factor(AdminArguments at) => !at.Has("factor") ? 1
        : double.TryParse(at.Text("factor"), NumberStyles.Float, CultureInfo.InvariantCulture, out double factor) && double.IsFinite(factor) && factor > 0 ? factor
        : throw Wrong("factor", "is no number above 0");

    private static DateOnly? Day(AdminArguments at, string name) => !at.Has(name) ? null
        : DateOnly.TryParseExact(at.Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day
        : throw Wrong(name, "is no day like 2026-12-24");

    private static short Minute(AdminArguments at, string name) => !at.Has(name) ? (short)0
        : TimeOnly.TryParseExact(at.Text(name), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? (short)(time.Hour * 60 + time.Minute)
        : throw Wrong(name, "is no time of day like 08:30");

    private static byte Days(AdminArguments at)
    {
        int days = 0;
        foreach (string day in at.Has("days") ? at.Text("days").Split(',') : [])
            days |= Array.IndexOf(s_days, day) is >= 0 and var bit ? 1 << bit : throw Wrong("days", $"'{day}' is none of {string.Join(", ", s_days)}");
        return (byte)days;
    }

    private static InputException Wrong(string name, string cause) => new($"field '{name}'", cause, ExitCode.Usage);
}
