using System.Collections.Immutable;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Autoscaling;
using ElasticMoE.Placement.Control.Reconciling;
using ElasticMoE.Placement.Control.Settings;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>
/// The autoscaler as a leader runs it, once a second. What is wanted is the journal's: it begins each time with the numbers that stand there,
/// whoever set them. What an operator holds or pins it leaves alone.
/// </summary>
internal sealed class Scaling
{
    private readonly LoadMeter _meter = new();
    private Autoscaler? _autoscaler;
    private AutoscalerSettings _settings = new();
    private (ImmutableSortedDictionary<string, double> Knobs, ImmutableSortedDictionary<string, SeasonRule> Seasons, ImmutableSortedDictionary<string, ImmutableArray<ExpertId>> Teams)? _madeOf;
    private AutoscalerState? _scales;
    private long _atMs = long.MinValue / 2;

    /// <summary>Rows a second of each expert that has any.</summary>
    public ImmutableSortedDictionary<ExpertId, double> Load { get; private set; } = ImmutableSortedDictionary<ExpertId, double>.Empty;

    /// <summary>Whether it is time to look.</summary>
    public bool IsDue(long nowMs) => nowMs - _atMs >= SupervisionTimes.ScaleMs;

    /// <summary>Takes in what was seen since the last time.</summary>
    /// <param name="state">What is wanted.</param>
    /// <param name="observed">What is seen.</param>
    /// <param name="nowMs">The leader's monotonic clock, by which averages run.</param>
    /// <param name="unixMs">The wall clock, by which seasons come.</param>
    /// <returns>What it wants otherwise, as far as it may decide.</returns>
    public IReadOnlyList<ScaleDecision> Look(ControlState state, Observed observed, long nowMs, long unixMs)
    {
        _atMs = nowMs;
        Prepare(state);
        (_scales, IReadOnlyList<ScaleDecision> decisions) = _autoscaler!.Decide(
            Adopt(_scales!, state), _meter.Take(observed), DateTimeOffset.UnixEpoch.AddMilliseconds(nowMs), DateTimeOffset.FromUnixTimeMilliseconds(unixMs));
        double seconds = _settings.SlowAverage.TotalSeconds;
        Load = _scales.Experts.Where(scale => scale.SlowRows / seconds > 1e-3).ToImmutableSortedDictionary(scale => scale.Expert, scale => scale.SlowRows / seconds);
        return [.. decisions.Where(decision => MayDecide(state, decision))];
    }

    /// <summary>What it knows of an expert; null where it hasn't looked yet.</summary>
    public ExpertScale? Of(ExpertId expert) => _scales?.Experts.FirstOrDefault(scale => scale.Expert == expert);

    /// <summary>An expert's share of its layer's choices by the slow average, times fair.</summary>
    public double FairOf(ExpertId expert)
    {
        ExpertScale[] layer = [.. _scales?.Experts.Where(scale => scale.Expert.Layer == expert.Layer) ?? []];
        double sum = layer.Sum(scale => scale.SlowRows);
        return sum > 0 ? layer.First(scale => scale.Expert == expert).SlowRows / sum * layer.Length : 0;
    }

    private void Prepare(ControlState state)
    {
        if (_autoscaler is null || _madeOf is not { } made || made.Knobs != state.Knobs || made.Seasons != state.Seasons || made.Teams != state.Teams)
        {
            _settings = KnobTable.Read(state.Knobs).Autoscaler;
            _autoscaler = new Autoscaler(_settings, [.. state.Seasons.Values.Where(rule => state.Teams.ContainsKey(rule.Team)).Select(rule => ToSeason(rule, state.Teams[rule.Team]))]);
            _madeOf = (state.Knobs, state.Seasons, state.Teams);
        }
        if (_scales is null || _scales.Experts.Count != state.Experts.Count)
            _scales = AutoscalerState.Begin(state.Experts.Keys);
    }

    private static AutoscalerState Adopt(AutoscalerState scales, ControlState state) => scales with
    {
        Experts = [.. scales.Experts.Zip(state.Experts, (scale, expert) => Adopt(scale, expert.Value))],
    };

    private static ExpertScale Adopt(ExpertScale scale, ExpertEntry expert)
    {
        // A wake that wasn't carried out, since there was no room or deciding was paused, is no sign that it slept too soon.
        bool isWakeUndone = scale.Awake > 0 && expert.Replicas == 0 && !expert.IsHeld;
        if (scale.Awake != expert.Replicas)
            scale = scale with { Awake = expert.Replicas, BelowSince = null, FlapDoublings = isWakeUndone ? Math.Max(0, scale.FlapDoublings - 1) : scale.FlapDoublings };
        return scale.Bounds == expert.Bounds ? scale : scale with { Bounds = expert.Bounds };
    }

    private static bool MayDecide(ControlState state, ScaleDecision decision)
    {
        ExpertEntry expert = state.Experts[decision.Expert];
        return !expert.IsHeld && decision.Awake >= expert.Pins.Count(pin => pin.Value) && !state.Current!.Versions.IsPruned(decision.Expert);
    }

    private static Season ToSeason(SeasonRule rule, IReadOnlyList<ExpertId> experts) => new(
        rule.Name,
        new SeasonWindow
        {
            From = rule.From,
            To = rule.To,
            Days = [.. Enum.GetValues<DayOfWeek>().Where(day => (rule.Days >> (int)day & 1) == 1)],
            Begin = TimeOnly.MinValue.AddMinutes(rule.BeginMinute),
            End = TimeOnly.MinValue.AddMinutes(rule.EndMinute),
        },
        rule.Factor,
        experts);
}
