using ElasticMoE.DataPlane.Exchange;

namespace ElasticMoE.DataPlane.Tests.Exchange;

public sealed class CostFitTests
{
    private const long FloorUs = 25_000;

    [Fact]
    public void NothingIsKnownBeforeTheFirstAnswer() => Assert.Equal(0, new CostFit().PredictUs(100));

    [Fact]
    public void FramesOfOneSizePredictInProportion()
    {
        var fit = new CostFit();
        for (int i = 0; i < 100; i++)
            fit.Observe(800, 8, FloorUs);
        Assert.InRange(fit.PredictUs(8), 799, 801);
        Assert.InRange(fit.PredictUs(64), 6_390, 6_410);
    }

    [Fact]
    public void WhatEveryFrameCostsIsToldFromWhatEveryPairCosts()
    {
        var fit = new CostFit();
        for (int i = 0; i < 100; i++)
        {
            int pairs = i % 2 == 0 ? 8 : 256;
            fit.Observe(1_000 + 20 * pairs, pairs, FloorUs);
        }
        Assert.InRange(fit.PredictUs(8), 600, 1_200);
        Assert.InRange(fit.PredictUs(512), 10_000, 12_500);
    }

    [Fact]
    public void PredictionsAreNeverNegativeAndNeverFall()
    {
        var random = new Random(5);
        for (int run = 0; run < 200; run++)
        {
            var fit = new CostFit();
            for (int i = random.Next(1, 40); i > 0; i--)
                fit.Observe(random.Next(0, 2_000_000), random.Next(1, 600), FloorUs);
            long last = 0;
            for (int pairs = 1; pairs <= 4096; pairs *= 2)
            {
                Assert.True(fit.PredictUs(pairs) >= last);
                last = fit.PredictUs(pairs);
            }
        }
    }

    [Fact]
    public void OneHangIsForgottenAlmostAtOnce()
    {
        var fit = new CostFit();
        for (int i = 0; i < 30; i++)
            fit.Observe(300, 1, FloorUs);
        fit.Observe(10_000_000, 1, FloorUs);
        Assert.InRange(fit.PredictUs(1), 300, FloorUs);
    }
}
