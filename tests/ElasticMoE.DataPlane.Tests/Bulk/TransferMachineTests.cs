using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Bulk;

namespace ElasticMoE.DataPlane.Tests.Bulk;

public sealed class TransferMachineTests
{
    private const int Piece = Limits.PieceBytesMax;

    private readonly List<TransferEffect> _effects = [];

    [Fact]
    public void PiecesAreAskedForInOrderAndAFewAtOnce()
    {
        var machine = new TransferMachine(5L * Piece + 10, peers: 1);
        machine.Start(0, _effects);
        Assert.Equal([new(TransferEffectKind.Connect, 0)], Taken());
        machine.Opened(0, 0, _effects);
        Assert.Equal([.. Enumerable.Range(0, 4).Select(i => new TransferEffect(TransferEffectKind.Ask, 0, i * (long)Piece, Piece))], Taken());
        Assert.True(machine.Piece(0, Piece, 0, _effects));
        Assert.Equal([new(TransferEffectKind.Ask, 0, 4L * Piece, Piece)], Taken());
        Assert.True(machine.Piece(0, Piece, 0, _effects));
        Assert.Equal([new(TransferEffectKind.Ask, 0, 5L * Piece, 10)], Taken());
        for (int i = 0; i < 3; i++)
            Assert.True(machine.Piece(0, Piece, 0, _effects));
        Assert.Empty(Taken());
        Assert.True(machine.Piece(0, 10, 0, _effects));
        Assert.Equal([new(TransferEffectKind.Done, 0)], Taken());
        Assert.Equal(5L * Piece + 10, machine.Received);
        Assert.False(machine.Piece(0, 10, 0, _effects));
    }

    [Fact]
    public void TheNextPeerGoesOnWhereOneStopped()
    {
        var machine = new TransferMachine(3L * Piece, peers: 3);
        machine.Start(0, _effects);
        machine.Lost(0, "nobody there", 0, _effects);
        machine.Opened(0, 0, _effects);
        machine.Opened(1, 0, _effects);
        machine.Piece(1, Piece, 0, _effects);
        Taken();
        machine.Tick(TransferMachine.SilenceUs - 1, _effects);
        Assert.Empty(Taken());
        machine.Tick(TransferMachine.SilenceUs, _effects);
        Assert.Equal([new(TransferEffectKind.Connect, 2)], Taken());
        Assert.False(machine.Piece(1, Piece, 0, _effects));
        machine.Opened(2, TransferMachine.SilenceUs, _effects);
        Assert.Equal([new(TransferEffectKind.Ask, 2, Piece, Piece), new(TransferEffectKind.Ask, 2, 2L * Piece, Piece)], Taken());
    }

    [Fact]
    public void WhereNoPeerHasItTheCausesAreTold()
    {
        var machine = new TransferMachine(Piece, peers: 2);
        machine.Start(0, _effects);
        machine.Lost(0, "node 1: not here", 0, _effects);
        machine.Opened(1, 0, _effects);
        Taken();
        Assert.False(machine.Piece(1, 7, 0, _effects));
        TransferEffect end = Assert.Single(Taken());
        Assert.Equal((TransferEffectKind.Fail, $"node 1: not here; it sent 7 bytes where {Piece} were asked for"), (end.Kind, end.Cause));
    }

    [Fact]
    public void WithoutPeersItFailsAtOnce()
    {
        new TransferMachine(Piece, peers: 0).Start(0, _effects);
        Assert.Equal(TransferEffectKind.Fail, Assert.Single(Taken()).Kind);
    }

    private TransferEffect[] Taken()
    {
        TransferEffect[] taken = [.. _effects];
        _effects.Clear();
        return taken;
    }
}
