using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Hosting;
using ElasticMoE.DataPlane.Serving;

namespace ElasticMoE.DataPlane.Tests.Serving;

public sealed class ServingMachineTests
{
    private readonly ServingScript _script = new();

    [Fact]
    public void OnlyWhatIsHeldIsServed()
    {
        Assert.Equal([ServingEffectKind.SendNotHere, ServingEffectKind.Release], ServingScript.Kinds(_script.Dispatch(1, FrameFlags.None, 0, 2)));
        Assert.Equal([ServingEffectKind.Run], ServingScript.Kinds(_script.Dispatch(1, FrameFlags.None, 0, 1)));
    }

    [Fact]
    public void OnlyATakeoverWakesAStandby()
    {
        _script.Dispatch(1, FrameFlags.Hedge, 1);
        Assert.Equal(ReplicaPhase.Warm, _script.Replica(1).Phase);
        ServingEffect report = Assert.Single(_script.Dispatch(1, FrameFlags.Takeover, 1));
        Assert.Equal((ServingEffectKind.Report, 1), (report.Kind, report.Expert.Index));
        Assert.Equal(ReplicaPhase.Awake, _script.Replica(1).Phase);
    }

    [Fact]
    public void DecodeGoesBeforePrefill()
    {
        _script.Dispatch(1, FrameFlags.None, 0);
        _script.Dispatch(1, FrameFlags.None, 0);
        _script.Dispatch(1, FrameFlags.Decode, 0);
        Assert.Equal(3ul, Ran(_script.Done()));
        Assert.Equal(2ul, Ran(_script.Done()));
    }

    [Fact]
    public void ASuspectIsToldOfBeforeItRuns()
    {
        Assert.Equal([ServingEffectKind.SendStarted, ServingEffectKind.Run], ServingScript.Kinds(_script.Dispatch(1, FrameFlags.Suspect, 0)));
    }

    [Fact]
    public void OneThatIsAboutToEndFinishesWhatItHasAndTakesNothingNew()
    {
        _script.Dispatch(1, FrameFlags.None, 0);
        _script.Dispatch(1, FrameFlags.None, 0);
        _script.Machine.IsEnding = true;
        Assert.Equal([ServingEffectKind.SendNotHere, ServingEffectKind.Release], ServingScript.Kinds(_script.Dispatch(1, FrameFlags.Takeover, 1)));
        Assert.Equal(ReplicaPhase.Warm, _script.Replica(1).Phase);
        Assert.Equal(2ul, Ran(_script.Done()));
        Assert.Equal(1, _script.Machine.Load);
        Assert.Equal([ServingEffectKind.SendAnswer, ServingEffectKind.Release], ServingScript.Kinds(_script.Done()));
        Assert.Equal((0, 0), (_script.Machine.Load, _script.Replica(0).Holds));
    }

    [Fact]
    public void WhatWaitsForARouterThatIsGoneIsDroppedWithItsHolds()
    {
        _script.Dispatch(1, FrameFlags.None, 0);
        _script.Dispatch(1, FrameFlags.None, 1);
        _script.Dispatch(2, FrameFlags.None, 1);
        _script.Dispatch(1, FrameFlags.Decode, 1);
        Assert.Equal(3, _script.Replica(1).Holds);
        Assert.Equal(3, _script.Machine.RowsOf(1));
        Assert.Equal([ServingEffectKind.Release, ServingEffectKind.Release], ServingScript.Kinds(_script.Break(1)));
        Assert.Equal(1, _script.Replica(1).Holds);
        Assert.Equal((1, 1), (_script.Machine.RowsOf(1), _script.Machine.RowsOf(2)));
        Assert.Equal(3ul, Ran(_script.Done()));
        Assert.Equal([ServingEffectKind.SendAnswer, ServingEffectKind.Release], ServingScript.Kinds(_script.Done()));
        Assert.Equal((0, 0), (_script.Replica(0).Holds, _script.Replica(1).Holds));
    }

    private static ulong Ran(ServingEffect[] effects) => effects.Single(effect => effect.Kind == ServingEffectKind.Run).Work!.Header.FrameId;

    [Fact]
    public void AFrameIsServedByTheVersionItNamesAndByNoOther()
    {
        var table = new ReplicaTable([1], [1]);
        var machine = new ServingMachine(table);
        Replica young = table.GetOrAdd(new(new(0, 0), 5))!;
        table.Command(young, ReplicaAction.Wake);
        table.Fetched(young);
        table.Loaded(young, stays: true);
        var effects = new List<ServingEffect>();
        ServingWork meant = Work(5), other = Work(0);
        machine.Dispatch(meant, effects);
        machine.Dispatch(other, effects);
        Assert.Equal([ServingEffectKind.Run, ServingEffectKind.SendNotHere, ServingEffectKind.Release], ServingScript.Kinds([.. effects]));
        Assert.Equal((1, true, false), (young.Holds, machine.IsHere(meant, 0), machine.IsHere(other, 0)));

        static ServingWork Work(int version)
        {
            var work = new ServingWork { Header = new FrameHeader { Kind = FrameKind.Dispatch } };
            work.Experts.Begin(0);
            work.Experts.AddRow([0]);
            if (version > 0)
                work.Experts.SetVersion(0, version);
            return work;
        }
    }
}
