using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Placement.Autoscaling;

namespace ElasticMoE.Placement.Tests.Autoscaling;

/// <summary>An autoscaler under simulated time, a decision a second.</summary>
internal sealed class AutoscalerRun(IEnumerable<ExpertId> experts, AutoscalerSettings? settings = null, params Season[] seasons)
{
    private readonly Autoscaler _autoscaler = new(settings ?? new AutoscalerSettings(), seasons);

    public AutoscalerState State { get; private set; } = AutoscalerState.Begin(experts);

    public DateTimeOffset Now { get; set; } = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    public List<ScaleDecision> Decisions { get; } = [];

    public int Asleep => State.Experts.Count(expert => expert.Awake == 0);

    public int AwakeOf(int index) => State.Experts[index].Awake;

    /// <summary>Sets within what is decided about an expert.</summary>
    public void Bound(int index, int min, int max, int sleepAfterS = 0) =>
        State = State with { Experts = [.. State.Experts.Select((expert, at) => at == index ? expert with { Bounds = new(min, max, 1_000L * sleepAfterS) } : expert)] };

    /// <summary>Lets seconds pass with the given rows in each.</summary>
    public void Pass(int seconds, Func<IReadOnlyList<ExpertLoad>> rows)
    {
        for (int second = 0; second < seconds; second++)
        {
            Now += TimeSpan.FromSeconds(1);
            (State, IReadOnlyList<ScaleDecision> decisions) = _autoscaler.Decide(State, rows(), Now);
            Decisions.AddRange(decisions);
        }
    }

    /// <summary>Lets seconds pass with the same rows for the experts of layer 0 in each.</summary>
    public void Pass(int seconds, params long[] rows) => Pass(seconds, () => Rows(rows));

    public static ExpertLoad[] Rows(params long[] rows) => [.. rows.Select((count, index) => new ExpertLoad(new(0, index), count))];

    public static IEnumerable<ExpertId> Layer(int experts) => Enumerable.Range(0, experts).Select(index => new ExpertId(0, index));
}
