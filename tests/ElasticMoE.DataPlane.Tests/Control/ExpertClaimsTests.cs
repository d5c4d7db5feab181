using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Control;
using ElasticMoE.DataPlane.Tests.Exchange;
using ElasticMoE.Testing;

namespace ElasticMoE.DataPlane.Tests.Control;

/// <summary>What a router says that its rows wait for.</summary>
public sealed class ExpertClaimsTests
{
    private readonly VirtualTime _clock = new();
    private readonly ExpertDispatch _dispatch = new();
    private readonly ExpertClaims _claims;

    public ExpertClaimsTests() => _claims = new(_clock);

    [Fact]
    public void WhatRowsAreParkedForIsClaimedUntilNoneHasBeenParkedForItForAWhile()
    {
        Park(2);
        Park(1);
        Assert.Equal([Version(1), Version(2)], _claims.Read());
        _clock.Advance(ExpertClaims.LapsesAfter / 2);
        Park(1);
        _clock.Advance(ExpertClaims.LapsesAfter / 2);
        Assert.Equal([Version(1)], _claims.Read());
        _clock.Advance(ExpertClaims.LapsesAfter / 2);
        Assert.Empty(_claims.Read());
    }

    [Fact]
    public void ARowThatWasParkedInAnEarlierLayerClaimsNothingMore()
    {
        Begin(layer: 0);
        _dispatch.Park(0, new ExpertId(0, 1));
        Begin(layer: 1, isNewStep: false);
        _claims.Note(_dispatch, ExchangeScript.Map(1, ([0], []), ([0], []), ([0], [])));
        Assert.Empty(_claims.Read());
    }

    [Fact]
    public void RowsThatHaveTheirOutputsOrFailedClaimNothing()
    {
        Begin(layer: 0);
        _dispatch.Fail(1, "expert 0/1 threw");
        _claims.Note(_dispatch, ExchangeScript.Map(1, ([0], []), ([0], []), ([0], [])));
        Assert.Empty(_claims.Read());
    }

    [Fact]
    public void AnExchangeNotesWhatItParksRowsFor()
    {
        var claims = new ExpertClaims(TimeProvider.System);
        using var nodes = new ScriptedNodes(1, ExchangeScript.Map(1, ([0], []), ([7], [])), clock: TimeProvider.System, claims: claims);
        nodes.Start([1]);
        nodes.Finish();
        Assert.Equal([Version(1)], claims.Read());
    }

    private static ExpertVersion Version(int expert) => new(new ExpertId(0, expert), 0);

    private void Park(int expert)
    {
        Begin(layer: 0);
        _dispatch.Park(1, new ExpertId(0, expert));
        _claims.Note(_dispatch, ExchangeScript.Map(1, ([0], []), ([0], []), ([0], [])));
    }

    private void Begin(int layer, bool isNewStep = true)
    {
        if (isNewStep)
            _dispatch.BeginStep(2);
        _dispatch.Begin(layer, (2, 1), [1, 1, 2, 2], [0, 0]);
    }
}
