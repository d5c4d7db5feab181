using System.Globalization;

namespace ElasticMoE.Placement.Autoscaling;

/// <summary>The rules for one expert: what lets it sleep, wakes it, and gives it more or fewer awake replicas.</summary>
internal sealed class ScaleRules(AutoscalerSettings settings)
{
    public ScaleVerdict Judge(ScaledExpert expert, Season? season, DateTimeOffset now) =>
        expert.Scale.Awake == 0 ? JudgeAsleep(expert, season, now) : JudgeAwake(expert, season, now);

    private ScaleVerdict JudgeAsleep(ScaledExpert expert, Season? season, DateTimeOffset now)
    {
        ExpertScale scale = expert.Scale;
        bool hasRows = scale.SlowRows >= settings.WakeRowsMin;
        double ahead = expert.SlowFair + Rise(expert);
        string? why = expert.Parked > 0 ? "rows had to wait for it"
            : scale.Bounds is { Min: > 0 and var least } ? $"its bounds want {least} at least"
            : season is not null ? $"season {season.Name}"
            : hasRows && expert.SlowFair >= settings.WakeAbove ? Line($"{expert.SlowFair:0.00} times its fair share, {settings.WakeAbove} wakes")
            // Few rows make no trend.
            : scale.SlowRows >= 2 * settings.WakeRowsMin && expert.SlowFair >= settings.WakeAbove / 2 && ahead >= settings.WakeAbove ? Line($"{expert.SlowFair:0.00} times its fair share and rising to {ahead:0.00}, {settings.WakeAbove} wakes")
            : null;
        if (why is null)
            return new(scale, null);
        bool isSoon = scale.SleptAt is { } slept && now - slept < settings.FlapWindow;
        int doublings = isSoon ? Math.Min(scale.FlapDoublings + 1, settings.FlapDoublingsMax) : 0;
        if (doublings > 0)
            why += Line($"; it slept only {(now - scale.SleptAt!.Value).TotalSeconds:0} s, so that it has to be idle for {SleepAfter(scale, doublings).TotalSeconds:0} s next time");
        scale = scale with { FlapDoublings = doublings, BelowSince = null };
        return Change(scale, Math.Max(1, WantedUp(expert, season)), ScaleAction.Wake, why);
    }

    private ScaleVerdict JudgeAwake(ScaledExpert expert, Season? season, DateTimeOffset now)
    {
        ExpertScale scale = expert.Scale;
        int wanted = WantedUp(expert, season);
        if (wanted > scale.Awake)
            return Change(scale with { BelowSince = null }, wanted, ScaleAction.Up, wanted == scale.Bounds?.Min ? $"its bounds want {wanted} at least" : Line($"{Ahead(expert):0.00} times its fair share foreseen, {settings.FairPerReplica} a replica") + InSeason(season));
        if (scale.Bounds is { } bounds && scale.Awake > bounds.Max)
            return Change(scale with { BelowSince = null }, bounds.Max, ScaleAction.Down, $"its bounds allow {bounds.Max} at most");
        if (season is null && MaySleep(scale) && now - (scale.LastRowAt ?? now) >= IdleAfter(scale))
            return Sleep(scale, now, Line($"no row for {(now - scale.LastRowAt!.Value).TotalSeconds:0} s"));
        bool isIdle = season is null && MaySleep(scale) && IsIdle(expert);
        if (!isIdle && !IsTooMany(expert, season))
            return new(scale with { BelowSince = null }, null);
        DateTimeOffset since = scale.BelowSince ?? now;
        scale = scale with { BelowSince = since };
        if (isIdle && now - since >= SleepAfter(scale, scale.FlapDoublings))
            return Sleep(scale, now, Line($"{expert.SlowFair:0.00} times its fair share for {(now - since).TotalSeconds:0} s, below {settings.SleepBelow}"));
        if (scale.Awake > Math.Max(1, scale.Bounds?.Min ?? 0) && now - since >= settings.DownAfter)
            return Change(scale with { BelowSince = now }, scale.Awake - 1, ScaleAction.Down, Line($"{expert.SlowFair:0.00} times its fair share for {(now - since).TotalSeconds:0} s, which {scale.Awake - 1} carry"));
        return new(scale, null);
    }

    /// <summary>Known to be chosen too seldom, by both averages.</summary>
    private bool IsIdle(ScaledExpert expert) =>
        expert.Layer.SlowRows >= settings.EvidenceRowsMin && Math.Max(expert.SlowFair, expert.FastFair) < settings.SleepBelow;

    /// <summary>Whether one replica fewer would be clearly enough.</summary>
    private bool IsTooMany(ScaledExpert expert, Season? season)
    {
        if (expert.Scale.Awake < 2 || expert.Scale.Awake <= expert.Scale.Bounds?.Min)
            return false;
        double demand = InSeason(Math.Max(expert.SlowFair, expert.FastFair), season);
        bool isQuiet = season is null && expert.Layer.RowsPerS < settings.DownBelow * settings.BusyRowsPerS;
        return isQuiet || demand / (expert.Scale.Awake - 1) < settings.DownBelow * settings.FairPerReplica;
    }

    /// <summary>Replicas that what is foreseen needs; in a quiet layer outside a season one is enough.</summary>
    private int WantedUp(ScaledExpert expert, Season? season)
    {
        bool isKnown = expert.Layer.RowsPerS >= settings.BusyRowsPerS && expert.Scale.SlowRows >= settings.WakeRowsMin;
        int least = Math.Max(1, expert.Scale.Bounds?.Min ?? 0), most = Math.Max(least, expert.Scale.Bounds?.Max ?? settings.AwakeMax);
        if (!isKnown && season is null)
            return least;
        double demand = InSeason(isKnown ? Ahead(expert) : 0, season);
        return Math.Clamp((int)Math.Ceiling(Math.Min(demand / settings.FairPerReplica, most)), least, most);
    }

    /// <summary>The share by the fast average, and where it will be if it goes on rising.</summary>
    private double Ahead(ScaledExpert expert) => expert.FastFair + Rise(expert);

    private double Rise(ScaledExpert expert) => Math.Max(0, expert.Scale.TrendPerS) * settings.TrendAhead.TotalSeconds;

    private static double InSeason(double fair, Season? season) => season is null ? fair : Math.Max(1, fair) * season.Factor;

    private static string InSeason(Season? season) => season is null ? "" : Line($", times {season.Factor} in season {season.Name}");

    private TimeSpan SleepAfter(ExpertScale scale, int doublings) => (OwnTime(scale) ?? settings.SleepAfter) * (1 << doublings);

    /// <summary>Where nobody asks for anything of the layer, an expert with a time of its own sleeps after that.</summary>
    private TimeSpan IdleAfter(ExpertScale scale) => OwnTime(scale) ?? settings.IdleAfter;

    private static TimeSpan? OwnTime(ExpertScale scale) => scale.Bounds is { SleepAfterMs: > 0 and var ms } ? TimeSpan.FromMilliseconds(ms) : null;

    private static bool MaySleep(ExpertScale scale) => scale.Bounds is not { Min: > 0 };

    private static ScaleVerdict Sleep(ExpertScale scale, DateTimeOffset now, string why) =>
        Change(scale with { BelowSince = null, SleptAt = now }, 0, ScaleAction.Sleep, why);

    private static ScaleVerdict Change(ExpertScale scale, int awake, ScaleAction action, string why)
    {
        string verb = action switch
        {
            ScaleAction.Sleep => "sleeps",
            ScaleAction.Wake => Line($"wakes with {awake}"),
            _ => Line($"{scale.Awake} to {awake} awake replicas"),
        };
        return new(scale with { Awake = awake }, new(scale.Expert, action, scale.Awake, awake, $"expert {scale.Expert} {verb}: {why}"));
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
