using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Tests.Exchange;

/// <summary>Rows go to the versions of the revision they are bound to, and only to those.</summary>
public sealed class RevisionTests
{
    private static readonly ExpertVersion s_old = new(new(0, 0), 0), s_new = new(new(0, 0), 1), s_other = new(new(0, 1), 0);

    [Fact]
    public async Task RowsOfTwoRevisionsTravelApartAndNameTheirVersions()
    {
        using var nodes = new ScriptedNodes(2, Map([0, 1], (s_old, [0], []), (s_new, [1], []), (s_other, [1], [])));
        nodes.StartBound([0, 1, 1, 0], [0], [0], [1], [1]);
        using FrameBuffer old = nodes.Take(0), young = nodes.Take(1), otherOld = nodes.Take(1);
        Assert.Equal((0, 1, FrameFlags.None, new Epoch(1, 2)), (old.Header.Revision.Value, old.Header.Rows, old.Header.Flags, old.Header.Epoch));
        Assert.Equal((1, 2, FrameFlags.Versions), (young.Header.Revision.Value, young.Header.Rows, young.Header.Flags));
        Assert.Equal((0, 1, FrameFlags.None), (otherOld.Header.Revision.Value, otherOld.Header.Rows, otherOld.Header.Flags));
        Assert.Equal([0], VersionsOf(old));
        Assert.Equal([1, 0], VersionsOf(young));
        Task finishing = nodes.FinishMeanwhile();
        nodes.Answer(1, otherOld);
        nodes.Answer(0, old);
        nodes.Answer(1, young);
        await finishing;
        nodes.AssertOutputs();
    }

    [Fact]
    public async Task ANodeThatLacksOneVersionIsStillAskedForTheOther()
    {
        using var nodes = new ScriptedNodes(2, Map([0, 1], (s_old, [0], []), (s_new, [0], [1]), (s_other, [0], [])));
        nodes.StartBound([1], [0]);
        using FrameBuffer missed = nodes.Take(0);
        Task finishing = nodes.FinishMeanwhile();
        Span<byte> missing = stackalloc byte[ExpertListPayload.Bytes(1)];
        ExpertListPayload.Write(missing, [0]);
        nodes.Send(0, missed.Header with { Kind = FrameKind.NotHere, Flags = FrameFlags.None }, missing);
        using FrameBuffer again = nodes.Take(1);
        Assert.Equal((1, true), (again.Header.Revision.Value, again.Header.Flags.Has(FrameFlags.Versions)));
        nodes.Answer(1, again);
        await finishing;
        nodes.StartBound([0], [0]);
        using FrameBuffer old = nodes.Take(0);
        nodes.Answer(0, old);
        nodes.Finish();
        nodes.AssertOutputs();
    }

    [Fact]
    public void RowsOfARevisionThatTheMapLacksLeaveTheStep()
    {
        using var nodes = new ScriptedNodes(1, Map([1], (s_old, [0], []), (s_new, [0], []), (s_other, [0], [])), clock: TimeProvider.System);
        nodes.StartBound([0], [0]);
        nodes.Finish();
        Assert.Equal(RowState.Parked, nodes.Dispatch.StateOf(0));
        Assert.Empty(nodes.Nodes[0].Frames);
    }

    /// <summary>Revision 1 has the new version of expert 0.</summary>
    private static ExpertMap Map(int[] revisions, params (ExpertVersion Replica, int[] Awake, int[] Standbys)[] replicas)
    {
        var map = new ClusterMap(
            new Epoch(1, 2),
            [.. Enumerable.Range(0, 2).Select(node => new NodeDescription(new(new(node), new(1)), "", "", "", 1))],
            [.. replicas.Select(placed => new WantedReplicas(placed.Replica, [.. placed.Awake.Select(node => new NodeId(node))], [.. placed.Standbys.Select(node => new NodeId(node))]))],
            [.. revisions.Select(revision => new RevisionVersions(new(revision), revision == 0 ? [] : [s_new], []))]);
        return map.Of(map.Current)!;
    }

    private static int[] VersionsOf(FrameBuffer dispatch)
    {
        var work = new ExpertWork();
        DispatchPayload.ReadLists(dispatch.Payload, dispatch.Header, ScriptedNodes.Hidden * sizeof(float), work);
        return work.Versions[..work.Pairs];
    }
}
