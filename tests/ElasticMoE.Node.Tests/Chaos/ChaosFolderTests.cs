using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Chaos.Reports;
using ElasticMoE.Node.Chaos.Runs;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Chaos;

public sealed class ChaosFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_of_an_earlier_report_stand_for_scenarios_that_have_none_here()
    {
        var cluster = new ClusterFolder(_folder.Root);
        Directory.CreateDirectory(cluster.ChaosReports);
        var folder = new ChaosFolder(cluster);
        folder.Save(Run("cut-node", requests: 1));
        string earlier = _folder.PathOf("earlier.json");
        File.WriteAllText(earlier, JsonSerializer.Serialize(new ChaosRuns([Run("my-own", requests: 2), Run("cut-node", requests: 2), Run("kill-node", requests: 2)]), ChaosJson.OneLine.ChaosRuns));

        IReadOnlyList<ChaosReport> all = folder.ReadAll(ChaosRuns.Read(earlier).Runs);

        Assert.Equal([("kill-node", 2), ("cut-node", 1), ("my-own", 2)], all.Select(run => (run.Scenario, run.Requests)));
        Assert.Equal(["cut-node"], folder.ReadAll([]).Select(run => run.Scenario));
    }

    [Fact]
    public void A_report_is_read_as_it_was_saved()
    {
        var cluster = new ClusterFolder(_folder.Root);
        Directory.CreateDirectory(cluster.ChaosReports);
        var folder = new ChaosFolder(cluster);
        folder.Save(ChaosVerdictTests.Good with { LacksThroughput = true, Earlier = [new(0.9, 0.95), new(0.93, 0.96)] });

        ChaosReport read = folder.Read("kill-node");

        Assert.True(read.LacksThroughput);
        Assert.Equal([new(0.9, 0.95), new(0.93, 0.96)], read.Earlier);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"runs\":[{\"scenario\":\"cut-node\"}]}")]
    [InlineData("# What chaos runs found")]
    public void What_is_no_report_is_refused_by_name(string text)
    {
        string file = _folder.PathOf("earlier.json");
        File.WriteAllText(file, text);

        InputException refused = Assert.Throws<InputException>(() => ChaosRuns.Read(file));

        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    private static ChaosReport Run(string scenario, int requests) => ChaosVerdictTests.Good with { Scenario = scenario, Requests = requests };
}
