using ElasticMoE.Kernels.Threads;
using ElasticMoE.Node.Measurement;

namespace ElasticMoE.Node.Tests.Measurement;

public sealed class ProbeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Bandwidth_counts_every_byte_once(int threads)
    {
        using var pool = new ComputePool(threads);
        using var bandwidth = new MemoryBandwidth(pool, new SecondHand(), bytes: 8 << 20);

        Assert.Equal(8 << 20, bandwidth.Measure());
    }

    [Fact]
    public void The_peak_counts_all_threads()
    {
        using ComputePool one = new(1), two = new(2);

        Assert.Equal(2 * new FmaPeak(one, new SecondHand()).Measure(), new FmaPeak(two, new SecondHand()).Measure());
    }

    /// <summary>A clock that moves a second each time it is read.</summary>
    private sealed class SecondHand : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds++;
    }
}
