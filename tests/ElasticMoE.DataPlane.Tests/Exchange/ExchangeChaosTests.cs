namespace ElasticMoE.DataPlane.Tests.Exchange;

public sealed class ExchangeChaosTests
{
    private const int Seeds = 200;
    private const int Exchanges = 10;

    [Fact]
    public void EveryRowGetsItsOutputsOnceOrLeavesTheStepForAReason()
    {
        int parked = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            var chaos = new ExchangeChaos(seed);
            Exception? failed = Record.Exception(() => chaos.Run(Exchanges));
            Assert.True(failed is null, $"seed {seed}: {failed}");
            parked += chaos.Parked;
        }
        Assert.True(parked > 0, "no row was ever parked, so that too little happened");
    }

    [Fact]
    public void TwoRunsOfASeedAreTheSame()
    {
        for (int seed = 1; seed <= 5; seed++)
            Assert.Equal(History(seed), History(seed));
        Assert.NotEqual(History(1), History(2));
    }

    private static string History(int seed)
    {
        var chaos = new ExchangeChaos(seed);
        chaos.Run(Exchanges);
        return chaos.History;
    }
}
