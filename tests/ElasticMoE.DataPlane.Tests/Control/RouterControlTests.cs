using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Control;
using ElasticMoE.DataPlane.Tests.Exchange;
using ElasticMoE.Testing;

namespace ElasticMoE.DataPlane.Tests.Control;

/// <summary>What a router may bind sequences to before its first map, and what it reports.</summary>
public sealed class RouterControlTests
{
    private readonly VirtualTime _clock = new();
    private readonly ExpertClaims _claims;

    public RouterControlTests() => _claims = new(_clock);

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

    [Fact]
    public void What_rows_are_parked_for_is_reported_at_the_next_look_and_again_when_they_wait_no_more()
    {
        using RouterControl control = Control(expectsMap: false);
        var link = new KeptReports();
        control.Opened(link);
        Assert.Empty(Assert.Single(link.Reports).Claims);
        var dispatch = new ExpertDispatch();
        dispatch.BeginStep(1);
        dispatch.Begin(0, (1, 1), [1], [0]);
        dispatch.Park(0, new ExpertId(0, 0));
        _claims.Note(dispatch, ExchangeScript.Map(1, ([0], [])));

        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal([new ExpertVersion(new(0, 0), 0)], link.Reports.Last().Claims);

        _clock.Advance(ExpertClaims.LapsesAfter);
        Assert.Empty(link.Reports.Last().Claims);
    }

    private RouterControl Control(bool expectsMap) =>
        new(new(0, new Incarnation(1)), new RouterSight(new NodeLinks(null!, _ => { }), () => null, new ExpertRows([]), _claims, () => []), _clock, expectsMap);
}
