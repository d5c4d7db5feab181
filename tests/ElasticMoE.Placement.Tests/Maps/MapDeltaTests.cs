using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.Placement.Tests.Maps;

public sealed class MapDeltaTests
{
    [Fact]
    public void ADeltaLeadsFromOneMapToTheNextAndFromNoOther()
    {
        var random = new Random(5);
        ClusterMap map = Draw(random, 1);
        for (int turn = 2; turn < 200; turn++)
        {
            ClusterMap next = Draw(random, turn);
            var delta = MapDelta.Between(map, next);
            ClusterMap made = delta.Apply(map)!;
            Assert.Equal((next.Epoch, next.Digest), (made.Epoch, made.Digest));
            Assert.Equal(next.Replicas, made.Replicas);
            Assert.Equal(next.Nodes, made.Nodes);
            Assert.Equal(next.Revisions, made.Revisions);
            Assert.Equal(next.Teams, made.Teams);
            Assert.Null(delta.Apply(next));
            map = next;
        }
    }

    [Fact]
    public void ADeltaToWhichTheMapDoesNotFitIsNoticedByItsDigest()
    {
        ClusterMap one = Draw(new Random(1), 1), other = Draw(new Random(2), 1), next = Draw(new Random(1), 2);
        Assert.NotEqual(one.Digest, other.Digest);
        Assert.Null((MapDelta.Between(one, next) with { Digest = other.Digest }).Apply(one));
        Assert.Null(MapDelta.Between(one, next).Apply(other));
    }

    [Fact]
    public void NothingMovesInADeltaBetweenMapsThatSayTheSame()
    {
        ClusterMap one = Draw(new Random(3), 1), same = new(new(1, 2), one.Nodes, one.Replicas, one.Revisions) { Teams = [.. one.Teams] };
        var delta = MapDelta.Between(one, same);
        Assert.Null(delta.Teams);
        Assert.Equal((0, 0, 0, 0), (delta.Nodes.Count, delta.NodesGone.Count, delta.Replicas.Count, delta.ReplicasGone.Count));
    }

    private static ClusterMap Draw(Random random, int counter)
    {
        NodeDescription[] nodes = [.. Enumerable.Range(0, 5).Where(node => node == 0 || random.Next(4) > 0).Select(node => new NodeDescription(new(new(node), new((ulong)random.Next(1, 3))), "a", "", "h", 1))];
        ExpertVersion[] versions = [.. Enumerable.Range(0, 4).SelectMany(index => Enumerable.Range(0, 2).Where(version => version == 0 || random.Next(2) == 0).Select(version => new ExpertVersion(new(0, index), version)))];
        WantedReplicas[] replicas = [.. versions.Select(version => new WantedReplicas(version, [.. nodes.Where(_ => random.Next(2) == 0).Select(node => node.Node)], []))];
        var second = new RevisionVersions(new(1), [.. versions.Where(version => version.Version == 1)], []);
        return new(new(1, counter), nodes, replicas, random.Next(2) == 0 ? [new(new(0), [], []), second] : [second])
        {
            Teams = [.. Enumerable.Range(0, random.Next(3)).Select(team => ExpertTeam.Of($"team {team}", [new(0, random.Next(2))]))],
        };
    }
}
