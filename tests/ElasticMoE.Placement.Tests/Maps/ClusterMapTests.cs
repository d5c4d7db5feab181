using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Tests.Maps;

public sealed class ClusterMapTests
{
    private static readonly NodeDescription One = new(new(new(1), new(11)), "unix:one", "", "host", 1000);
    private static readonly NodeDescription Two = new(new(new(2), new(22)), "unix:two", "", "host", 1000);

    [Fact]
    public void ARevisionHasTheReplicasOfItsOwnVersions()
    {
        var map = new ClusterMap(new(3, 1), [One, Two], [Placed(0, 0, [1]), Placed(0, 1, [2], [1]), Placed(1, 0, [2])], [new(new(0), [], []), new(new(1), [new(new(0, 0), 1)], [])]);
        Assert.Equal(new Revision(1), map.Current);
        Assert.Equal([new NodeId(1)], map.Of(new Revision(0))![new(0, 0)].Awake);
        Assert.Equal([new NodeId(2)], map.Of(new Revision(1))![new(0, 0)].Awake);
        Assert.Equal([new NodeId(1)], map.Of(new Revision(1))![new(0, 0)].Standbys);
        Assert.Equal([new NodeId(2)], map.Of(new Revision(1))![new(0, 1)].Awake);
        Assert.Null(map.Of(new Revision(2)));
    }

    [Fact]
    public void AnExpertWhoseReplicasAreAllLostAndOneThatIsPrunedAreNowhere()
    {
        var map = new ClusterMap(new(3, 1), [One], [Placed(0, 0, []), Placed(1, 0, [1])], [new(new(0), [], []), new(new(1), [], [new(0, 1)])]);
        Assert.Empty(map.Of(new Revision(0))![new(0, 0)].Awake);
        Assert.Equal([new NodeId(1)], map.Of(new Revision(0))![new(0, 1)].Awake);
        Assert.Empty(map.Of(new Revision(1))![new(0, 1)].Awake);
    }

    /// <summary>Its last sequence has ended, and with it its last version.</summary>
    [Fact]
    public void AnExpertThatIsPrunedAndRetiredIsStillNumbered()
    {
        var map = new ClusterMap(new(3, 1), [One], [Placed(1, 0, [1])], [new(new(1), [], [new(0, 0)])]);
        Assert.Empty(map.Of(new Revision(1))![new(0, 0)].Awake);
        Assert.Equal([new NodeId(1)], map.Of(new Revision(1))![new(0, 1)].Awake);
        Assert.Null(map.Of(new Revision(0)));
    }

    [Fact]
    public void WhatIsNamedAndMissingIsRefusedByName()
    {
        InputException stranger = Assert.Throws<InputException>(() => new ClusterMap(new(1, 1), [One], [Placed(0, 0, [2])], [new(new(0), [], [])]));
        Assert.Contains("0/0@0", stranger.Message, StringComparison.Ordinal);
        InputException version = Assert.Throws<InputException>(() => new ClusterMap(new(1, 1), [One], [Placed(0, 0, [1])], [new(new(0), [new(new(0, 0), 1)], [])]));
        Assert.Contains("0/0@1", version.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DigestsGoThroughTextAndBytes()
    {
        string text = string.Concat(Enumerable.Range(0, 32).Select(i => (i * 7 + 1).ToString("x2")));
        var digest = ContentDigest.Parse(text);
        byte[] bytes = new byte[ContentDigest.Size];
        digest.Write(bytes);
        Assert.Equal((text, digest), (digest.ToString(), ContentDigest.Read(bytes)));
        Assert.Equal(Convert.FromHexString(text), bytes);
        Assert.Throws<InputException>(() => ContentDigest.Parse(text[1..]));
        Assert.Throws<InputException>(() => ContentDigest.Parse("g" + text[1..]));
    }

    [Theory]
    [InlineData(OutcomeCode.Done, ExitCode.Ok)]
    [InlineData(OutcomeCode.Unchanged, ExitCode.Ok)]
    [InlineData(OutcomeCode.Invalid, ExitCode.Usage)]
    [InlineData(OutcomeCode.UnknownNode, ExitCode.NotFound)]
    [InlineData(OutcomeCode.NoRoom, ExitCode.Conflict)]
    [InlineData(OutcomeCode.NotAllowed, ExitCode.NotAllowed)]
    [InlineData(OutcomeCode.JournalUnreachable, ExitCode.Unreachable)]
    [InlineData(OutcomeCode.TimedOut, ExitCode.Timeout)]
    [InlineData(OutcomeCode.Failed, ExitCode.Failure)]
    public void OutcomesHaveExitCodes(OutcomeCode code, ExitCode exit) => Assert.Equal(exit, code.ToExitCode());

    private static WantedReplicas Placed(int index, int version, int[] awake, int[]? standbys = null) =>
        new(new(new(0, index), version), [.. awake.Select(node => new NodeId(node))], [.. (standbys ?? []).Select(node => new NodeId(node))]);
}
