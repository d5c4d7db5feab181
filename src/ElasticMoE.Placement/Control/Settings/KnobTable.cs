using System.Collections.Immutable;
using System.Globalization;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Autoscaling;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Placement.Control.Settings;

/// <summary>Every knob that can be set, by the name of its property with a small first letter; times are in seconds and end in "S". docs/configuration.md lists them.</summary>
public static class KnobTable
{
    private const double DayS = 86_400, Many = 1e6;

    /// <summary>In the order of the page.</summary>
    public static IReadOnlyList<KnobRow> Rows { get; } = [.. PlannerRows(), .. AutoscalerRows()];

    private static ImmutableSortedDictionary<string, KnobRow> ByName { get; } = Rows.ToImmutableSortedDictionary(row => row.Name, row => row, StringComparer.Ordinal);

    /// <summary>Planner and autoscaler as the knobs that were set have them.</summary>
    public static MindSettings Read(ImmutableSortedDictionary<string, double> knobs)
    {
        var settings = new MindSettings(new(), new());
        foreach ((string name, double value) in knobs)
            settings = ByName.TryGetValue(name, out KnobRow? row) ? row.Set(settings, value) : settings;
        return settings;
    }

    /// <summary>What is wrong with a knob; null where it can be set.</summary>
    public static string? Check(Knob knob)
    {
        if (!ByName.TryGetValue(knob.Name, out KnobRow? row))
            return $"'{knob.Name}' is no knob; 'emoe autoscale get' lists them";
        if (!(knob.Value >= row.Min && knob.Value <= row.Max))
            return string.Create(CultureInfo.InvariantCulture, $"{row.Name} is from {row.Min} to {row.Max} {row.Unit}, not {knob.Value}");
        return row.IsWhole && knob.Value != Math.Floor(knob.Value) ? $"{row.Name} is a whole number" : null;
    }

    private static KnobRow[] PlannerRows() =>
    [
        Planner("balanceMovesMax", "replicas a plan", (0, Many), s => s.BalanceMovesMax, (s, v) => s with { BalanceMovesMax = (int)v }) with { IsWhole = true },
        Planner("balanceTolerance", "share of mean node load", (0, Many), s => s.BalanceTolerance, (s, v) => s with { BalanceTolerance = v }),
        Planner("balanceGainMin", "share of mean node load", (0, Many), s => s.BalanceGainMin, (s, v) => s with { BalanceGainMin = v }),
        Planner("hotReplicaShare", "share of mean node load", (1e-3, Many), s => s.HotReplicaShare, (s, v) => s with { HotReplicaShare = v }),
        Planner("coolShare", "share of hotReplicaShare", (0, 1), s => s.CoolShare, (s, v) => s with { CoolShare = v }),
        Planner("reserveShare", "share of all memory", (0, 1), s => s.ReserveShare, (s, v) => s with { ReserveShare = v }),
        Planner("giveWayShare", "share of another expert's load", (0, 1), s => s.GiveWayShare, (s, v) => s with { GiveWayShare = v }),
    ];

    private static KnobRow[] AutoscalerRows() =>
    [
        Seconds("slowAverageS", 1e-3, s => s.SlowAverage, (s, v) => s with { SlowAverage = v }),
        Seconds("fastAverageS", 1e-3, s => s.FastAverage, (s, v) => s with { FastAverage = v }),
        Seconds("trendAverageS", 1e-3, s => s.TrendAverage, (s, v) => s with { TrendAverage = v }),
        Seconds("trendAheadS", 0, s => s.TrendAhead, (s, v) => s with { TrendAhead = v }),
        Scaler("sleepBelow", "times fair", (0, Many), s => s.SleepBelow, (s, v) => s with { SleepBelow = v }),
        Scaler("wakeAbove", "times fair", (0, Many), s => s.WakeAbove, (s, v) => s with { WakeAbove = v }),
        Scaler("wakeRowsMin", "rows", (0, Many), s => s.WakeRowsMin, (s, v) => s with { WakeRowsMin = v }),
        Seconds("sleepAfterS", 0, s => s.SleepAfter, (s, v) => s with { SleepAfter = v }),
        Scaler("evidenceRowsMin", "rows", (0, Many), s => s.EvidenceRowsMin, (s, v) => s with { EvidenceRowsMin = v }),
        Seconds("idleAfterS", 1, s => s.IdleAfter, (s, v) => s with { IdleAfter = v }),
        Seconds("flapWindowS", 0, s => s.FlapWindow, (s, v) => s with { FlapWindow = v }),
        Scaler("flapDoublingsMax", "times", (0, 10), s => s.FlapDoublingsMax, (s, v) => s with { FlapDoublingsMax = (int)v }) with { IsWhole = true },
        Scaler("standbysAsleep", "replicas", (1, 8), s => s.StandbysAsleep, (s, v) => s with { StandbysAsleep = (int)v }) with { IsWhole = true },
        Scaler("standbysAwake", "replicas", (1, 8), s => s.StandbysAwake, (s, v) => s with { StandbysAwake = (int)v }) with { IsWhole = true },
        Scaler("fairPerReplica", "times fair", (1e-3, Many), s => s.FairPerReplica, (s, v) => s with { FairPerReplica = v }),
        Scaler("busyRowsPerS", "rows/s", (0, Many), s => s.BusyRowsPerS, (s, v) => s with { BusyRowsPerS = v }),
        Scaler("downBelow", "share of fairPerReplica", (0, 1), s => s.DownBelow, (s, v) => s with { DownBelow = v }),
        Seconds("downAfterS", 0, s => s.DownAfter, (s, v) => s with { DownAfter = v }),
        Scaler("awakeMax", "replicas", (1, Contracts.Limits.NodesMax), s => s.AwakeMax, (s, v) => s with { AwakeMax = (int)v }) with { IsWhole = true },
        Seconds("seasonLeadS", 0, s => s.SeasonLead, (s, v) => s with { SeasonLead = v }),
    ];

    private static KnobRow Planner(string name, string unit, (double Min, double Max) range, Func<PlannerSettings, double> get, Func<PlannerSettings, double, PlannerSettings> set) =>
        new(name, unit, range.Min, range.Max, mind => get(mind.Planner), (mind, value) => mind with { Planner = set(mind.Planner, value) });

    private static KnobRow Scaler(string name, string unit, (double Min, double Max) range, Func<AutoscalerSettings, double> get, Func<AutoscalerSettings, double, AutoscalerSettings> set) =>
        new(name, unit, range.Min, range.Max, mind => get(mind.Autoscaler), (mind, value) => mind with { Autoscaler = set(mind.Autoscaler, value) });

    private static KnobRow Seconds(string name, double min, Func<AutoscalerSettings, TimeSpan> get, Func<AutoscalerSettings, TimeSpan, AutoscalerSettings> set) =>
        Scaler(name, "s", (min, DayS), settings => get(settings).TotalSeconds, (settings, value) => set(settings, TimeSpan.FromSeconds(value)));
}
