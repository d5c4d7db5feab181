using ElasticMoE.Placement.Throughput;

namespace ElasticMoE.Placement.Tests.Throughput;

/// <summary>Rates come back from the times that they make.</summary>
public sealed class RateFitTests
{
    private const int Positions = 10;

    private static readonly int[] s_rows = [1, 2, 4, 8, 16, 32];

    [Fact]
    public void Exact_times_give_their_rates_back()
    {
        var rates = new CostRates(2e-5, 1e-11, 3e-12, 4e-5, 2e-10);
        CostRates fitted = RateFit.Fit(StepWorkTests.Shape, Positions, Steps(rates, noise: 0));
        Assert.Equal(1, fitted.SecondsPerLayer / rates.SecondsPerLayer, 1e-3);
        Assert.Equal(1, fitted.SecondsPerByte / rates.SecondsPerByte, 1e-3);
        Assert.Equal(1, fitted.SecondsPerMultiplyAdd / rates.SecondsPerMultiplyAdd, 1e-3);
        Assert.Equal(1, fitted.SecondsPerFrame / rates.SecondsPerFrame, 1e-3);
        Assert.Equal(1, fitted.SecondsPerFrameByte / rates.SecondsPerFrameByte, 1e-3);
    }

    [Fact]
    public void No_rate_is_negative_and_noise_moves_predictions_by_as_much()
    {
        var rates = new CostRates(2e-5, 1e-11, 0, 4e-5, 0);
        CostRates fitted = RateFit.Fit(StepWorkTests.Shape, Positions, Steps(rates, noise: 0.1));
        Assert.All(new[] { fitted.SecondsPerLayer, fitted.SecondsPerByte, fitted.SecondsPerMultiplyAdd, fitted.SecondsPerFrame, fitted.SecondsPerFrameByte }, rate => Assert.True(rate >= 0));
        foreach (MeasuredStep step in Steps(rates, noise: 0))
            Assert.Equal(1, fitted.Seconds(StepWork.Of(StepWorkTests.Shape, step.Rows, Positions, step.Nodes)) / step.Seconds, 0.15);
    }

    [Fact]
    public void What_was_not_measured_costs_nothing()
    {
        CostRates fitted = RateFit.Fit(StepWorkTests.Shape, Positions, [new(0, 1, 0.01)]);
        Assert.Equal((0, 0), (fitted.SecondsPerFrame, fitted.SecondsPerFrameByte));
        Assert.Equal(0.01, fitted.Seconds(StepWork.Of(StepWorkTests.Shape, 1, Positions, 0)), 1e-9);
    }

    private static MeasuredStep[] Steps(CostRates rates, double noise)
    {
        var random = new Random(5);
        return
        [
            .. from nodes in Enumerable.Range(0, 6)
               from rows in s_rows
               select new MeasuredStep(nodes, rows, rates.Seconds(StepWork.Of(StepWorkTests.Shape, rows, Positions, nodes)) * (1 + noise * (2 * random.NextDouble() - 1))),
        ];
    }
}
