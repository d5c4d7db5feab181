using ElasticMoE.Node.Clusters;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Clusters;

public sealed class IdleCoresTests
{
    [Fact]
    public void Some_are_idle_where_less_than_three_quarters_were_used_since_the_last_look()
    {
        var time = new VirtualTime();
        TimeSpan used = TimeSpan.FromSeconds(5);
        var idle = new IdleCores(2, () => used, time);
        bool? Look(double seconds, double taken)
        {
            time.Advance(TimeSpan.FromSeconds(seconds));
            used += TimeSpan.FromSeconds(taken);
            return idle.AreSome();
        }

        Assert.True(Look(seconds: 1, taken: 0));
        Assert.True(Look(seconds: 1, taken: 1.4));
        Assert.False(Look(seconds: 1, taken: 1.6));
        Assert.True(Look(seconds: 2, taken: 2.8));
        // A process has ended.
        Assert.Null(Look(seconds: 1, taken: -3));
        Assert.True(Look(seconds: 1, taken: 1));
    }
}
