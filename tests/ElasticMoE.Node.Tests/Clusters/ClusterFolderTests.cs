using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Clusters;

public sealed class ClusterFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_folder_has_one_parent_at_a_time()
    {
        var folder = new ClusterFolder(_folder.PathOf("cluster"));
        using (folder.Lock())
            Assert.Equal(ExitCode.Conflict, Assert.Throws<InputException>(folder.Lock).Exit);
        folder.Lock().Dispose();
    }

    [Theory]
    [InlineData("""{"lease": 0, "counter": 1}""", "has no list 'experts'")]
    [InlineData("""{"lease": 0, "counter": 1, "experts": null}""", "has no list 'experts'")]
    [InlineData("""{"lease": 0, "counter": 1, "experts": [null]}""", "entry 0 of 'experts' is null")]
    [InlineData("""{"lease": 0, "counter": 1, "experts": [{"layer": 0, "expert": 0}]}""", "it is on no node")]
    [InlineData("""{"lease": 0, "counter": 1, "experts": [{"layer": 0, "expert": 0, "awake": [7]}]}""", "names node 7")]
    [InlineData("""{"lease": 0, "counter": 1, "experts": [{"layer": 1, "expert": 0, "awake": [0]}]}""", "has 0 experts in layer 0")]
    [InlineData("""{"lease": 0""", "is no map of experts: its JSON is wrong at line 1, byte 12")]
    public void A_map_that_is_none_is_refused_by_what_it_lacks(string text, string cause)
    {
        File.WriteAllText(_folder.PathOf("map.json"), text);

        var refused = Assert.Throws<InputException>(() => new ClusterFolder(_folder.Root).ReadMap([1], 2));

        Assert.Contains(cause, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_that_fails_leaves_the_records_of_processes_that_may_still_run()
    {
        Directory.CreateDirectory(_folder.PathOf("secret.new"));
        File.WriteAllText(_folder.PathOf("node-1.pid"), """{"pid": 1, "startedTicks": 1}""");
        var folder = new ClusterFolder(_folder.Root);
        var description = new ClusterFile { Model = _folder.Root, Nodes = ["unix:/nowhere/0", "unix:/nowhere/1"], Parent = new ProcessRecord(1, 1) };

        Assert.Throws<UnauthorizedAccessException>(() => ClusterParent.Start(folder, new ClusterStart(description), log: _ => { }, CancellationToken.None));

        Assert.True(File.Exists(_folder.PathOf("node-1.pid")));
        folder.Lock().Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    public void A_record_that_was_cut_short_is_told_of_and_deleted(string text)
    {
        File.WriteAllText(_folder.PathOf("node-0.pid"), text);
        var folder = new ClusterFolder(_folder.Root);
        var lines = new List<string>();
        Assert.Null(folder.TryReadRecord("node-0"));

        ClusterParent.EndLeftovers(folder, lines.Add);

        Assert.Contains("the record of node-0", Assert.Single(lines), StringComparison.Ordinal);
        Assert.Empty(folder.Recorded());
    }

    [Fact]
    public void Ports_are_all_different_and_those_of_this_machine()
    {
        Assert.NotEqual(0, LoopbackPorts.ChooseOne(0));
        IReadOnlyList<string> chosen = LoopbackPorts.Choose(5);
        Assert.Equal(5, chosen.Distinct().Count());
        Assert.All(chosen, address => Assert.Matches("^tcp:127\\.0\\.0\\.1:[1-9][0-9]*$", address));
    }

    [Fact]
    public void A_port_that_one_cluster_has_chosen_is_no_other_clusters_until_it_ends()
    {
        using var one = new PortClaims(_folder.PathOf("ports"));
        using var other = new PortClaims(_folder.PathOf("ports"));
        int port = one.Choose(0);

        Assert.NotEqual(port, other.Choose(port));

        one.Dispose();
        Assert.Empty(Directory.GetFiles(_folder.PathOf("ports"), $"{port}"));
    }

    public void Dispose() => _folder.Dispose();
}
