using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Placement.Autoscaling;

namespace ElasticMoE.Placement.Tests.Autoscaling;

/// <summary>The default policy under the bundled model's traffic.</summary>
public sealed class AutoscalerTrafficTests
{
    private const int Fifth = 160 / 5;

    /// <summary>Choices a second of each layer; a token makes four.</summary>
    public static TheoryData<double> Rates => [40, 120, 400, 2000];

    [Theory]
    [MemberData(nameof(Rates))]
    public void TranslationAloneLetsAFifthSleepWithinAMinuteAndAnotherDomainWakesItsExperts(double rowsPerS)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            var traffic = new Traffic(seed);
            var run = new AutoscalerRun(Traffic.Experts);
            int turn = 0;
            run.Pass(60, () => traffic.Second(Traffic.Domains[turn++ % Traffic.Domains.Count], rowsPerS));
            Assert.Equal(0, run.Asleep);
            run.Pass(60, () => traffic.Second("translation", rowsPerS));
            Assert.True(run.Asleep >= Fifth, $"seed {seed}: {run.Asleep} sleep");

            ExpertId[] asleep = [.. run.State.Experts.Where(expert => expert.Awake == 0).Select(expert => expert.Expert)];
            run.Pass(20, () => traffic.Second("csharp", rowsPerS));
            foreach (ExpertId expert in asleep.Where(expert => Traffic.Share("csharp", expert) > 0.04))
                Assert.True(run.State.Experts.Single(scale => scale.Expert == expert).Awake > 0, $"seed {seed}: expert {expert} sleeps on");
        }
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void NothingFlapsInAnHourOfOneDomain(double rowsPerS)
    {
        var traffic = new Traffic(7);
        var run = new AutoscalerRun(Traffic.Experts);
        run.Pass(120, () => traffic.Second("translation", rowsPerS));
        int settled = run.Decisions.Count;
        run.Pass(3600, () => traffic.Second("translation", rowsPerS));
        ScaleDecision[] later = [.. run.Decisions.Skip(settled)];
        Assert.True(later.Length < 60, $"{later.Length} changes in an hour");
        Assert.All(later.GroupBy(decision => decision.Expert), expert => Assert.True(expert.Count() <= 6, $"expert {expert.Key} changes {expert.Count()} times"));
        int rare = later.Count(decision => decision.Action == ScaleAction.Wake && Traffic.Share("translation", decision.Expert) < 0.005);
        Assert.True(rare <= 5, $"{rare} wakes of experts that are hardly used");
    }
}
