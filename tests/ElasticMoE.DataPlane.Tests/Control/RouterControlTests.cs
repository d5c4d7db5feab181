using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Control;
using ElasticMoE.Testing;

namespace ElasticMoE.DataPlane.Tests.Control;

/// <summary>What a router may bind sequences to before its first map.</summary>
public sealed class RouterControlTests
{
    private readonly VirtualTime _clock = new();

    [Fact]
    public void A_router_that_expects_a_map_binds_nothing_until_none_has_come_for_long()
    {
        using RouterControl control = Control(expectsMap: true);
        Assert.True(control.Live.IsUnheard);

        _clock.Advance(RouterControl.FirstMapMax - TimeSpan.FromSeconds(1));
        Assert.True(control.Live.IsUnheard);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(control.Live.IsUnheard);
        Assert.Equal(default, control.Live.Current.Revision);
    }

    [Fact]
    public void One_that_no_supervisor_dials_binds_at_once()
    {
        using RouterControl control = Control(expectsMap: false);
        Assert.False(control.Live.IsUnheard);
    }

    private RouterControl Control(bool expectsMap) =>
        new(new(0, new Incarnation(1)), new RouterSight(new NodeLinks(null!, _ => { }), () => null, new ExpertRows([]), () => []), _clock, expectsMap);
}
