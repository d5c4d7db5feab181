using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Placement.Autoscaling;

/// <summary>
/// Decides how many awake replicas each expert is wanted to have, and which sleep: up early, down late. Pure; time is passed in. Its shares are those of one layer, so that
/// a layer's traffic as a whole moves nothing but what <see cref="AutoscalerSettings.BusyRowsPerS"/> and <see cref="AutoscalerSettings.IdleAfter"/> say.
/// </summary>
[Machine]
public sealed class Autoscaler
{
    private readonly AutoscalerSettings _settings;
    private readonly ScaleRules _rules;
    private readonly SeasonCalendar _calendar;

    /// <param name="settings">The knobs.</param>
    /// <param name="seasons">Times in which some experts are needed more.</param>
    public Autoscaler(AutoscalerSettings settings, IReadOnlyList<Season> seasons)
    {
        _settings = settings;
        _rules = new ScaleRules(settings);
        _calendar = new SeasonCalendar(seasons, settings.SeasonLead);
    }

    /// <summary>Takes in what was seen since the last decision and decides anew, about once a second.</summary>
    /// <param name="state">From the last decision.</param>
    /// <param name="loads">Rows since then; an expert that isn't named had none, one that the state doesn't know is left aside.</param>
    /// <param name="now">Never before the last decision's; an earlier time counts as the same.</param>
    /// <param name="calendar">The time by which seasons come, where it isn't the one by which averages run.</param>
    /// <returns>The state to keep, and what changes, by layer and index.</returns>
    public (AutoscalerState State, IReadOnlyList<ScaleDecision> Decisions) Decide(AutoscalerState state, IReadOnlyList<ExpertLoad> loads, DateTimeOffset now, DateTimeOffset? calendar = null)
    {
        if (state.At is { } last && now < last)
            now = last;
        // 1. The averages, layer by layer.
        var averaging = new LoadAveraging(_settings, now - (state.At ?? now), now);
        ScaledExpert[] seen = averaging.Run(state.Experts, loads);
        // 2. What each expert is wanted to have.
        SeasonsNow seasons = _calendar.At(calendar ?? now);
        var experts = new ExpertScale[seen.Length];
        var decisions = new List<ScaleDecision>();
        for (int i = 0; i < seen.Length; i++)
        {
            ScaleVerdict verdict = _rules.Judge(seen[i], seasons.Of(seen[i].Scale.Expert), now);
            experts[i] = verdict.Scale;
            if (verdict.Decision is { } decision)
                decisions.Add(decision);
        }
        return (state with { Experts = experts, At = now }, decisions);
    }

    /// <summary>What the planner is asked for an expert: the awake replicas wanted, its standbys, and its load in rows a second.</summary>
    /// <param name="scale">The expert.</param>
    /// <param name="bytes">What one replica takes.</param>
    public PlannedExpert Wanted(ExpertScale scale, long bytes) => new(scale.Expert, scale.SlowRows / _settings.SlowAverage.TotalSeconds, bytes)
    {
        AwakeMin = scale.Awake,
        AwakeMax = scale.Awake,
        Standbys = scale.Awake == 0 ? _settings.StandbysAsleep : _settings.StandbysAwake,
    };
}
