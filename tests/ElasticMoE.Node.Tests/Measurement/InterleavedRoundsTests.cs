using ElasticMoE.Node.Measurement;

namespace ElasticMoE.Node.Tests.Measurement;

public sealed class InterleavedRoundsTests
{
    [Fact]
    public void Measurements_alternate_and_the_first_round_is_thrown_away()
    {
        var order = new List<string>();
        var a = new Scripted("a", order, 999, 1, 5, 3);
        var b = new Scripted("b", order, 999, 2, 2, 8);

        IReadOnlyList<RateSamples> samples = InterleavedRounds.Run([a, b], 3, (_, _) => { }, CancellationToken.None);

        Assert.Equal("abababab", string.Concat(order));
        Assert.Equal([1, 5, 3], samples[0].PerRound);
        Assert.Equal((5, 3), (samples[0].Best, samples[0].Median));
        Assert.Equal((8, 2), (samples[1].Best, samples[1].Median));
    }

    [Fact]
    public void A_cancelled_run_ends_before_the_next_measurement()
    {
        using var cancel = new CancellationTokenSource();
        var order = new List<string>();
        var a = new Scripted("a", order, 1, 1, 1);

        Assert.Throws<OperationCanceledException>(() => InterleavedRounds.Run([a], 2, (done, _) => CancelAt(done, 1, cancel), cancel.Token));
        Assert.Equal(2, order.Count);
    }

    [Theory]
    [InlineData(70, 80, 100, true)]
    [InlineData(70, 100, 100, true)]
    [InlineData(70, 101, 100, false)]
    public void A_rate_above_its_denominator_makes_the_run_invalid(double median, double best, double possible, bool valid)
    {
        var share = new Utilisation("decode", new RateSamples("decode", [median, best, median]), new RateSamples("bandwidth", [possible, possible / 2]));

        Assert.Equal(valid, share.IsValid);
        Assert.Equal((best / possible, median / possible), (share.Share, share.MedianShare));
    }

    [Fact]
    public void The_spread_is_what_the_worst_round_is_below_the_best() => Assert.Equal(0.75, new RateSamples("a", [2, 1, 4, 3]).Spread);

    [Fact]
    public void The_median_of_an_even_number_is_halfway() => Assert.Equal(2.5, new RateSamples("a", [4, 1, 2, 3]).Median);

    private static void CancelAt(int done, int at, CancellationTokenSource cancel)
    {
        if (done == at)
            cancel.Cancel();
    }

    private sealed class Scripted(string name, List<string> order, params double[] rates) : IMeasurement
    {
        private int _next;

        public string Name => name;

        public double Measure()
        {
            order.Add(name);
            return rates[_next++];
        }
    }
}
