using ElasticMoE.Node.Chaos.Scenarios;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Chaos;

public sealed class ScenarioFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_a_file_says_nothing_of_is_as_in_every_scenario()
    {
        ChaosScenario read = Read("name: mine\nsummary: x\nsteps:\n- { do: scale }\nabort: { silenceMs: 5000 }\n");

        Assert.Equal(new ChaosHypothesis(), read.Hypothesis);
        Assert.Equal(new ChaosAbort { SilenceMs = 5_000 }, read.Abort);
        Assert.Equal(new ChaosStep { Do = ChaosDeed.Scale }, Assert.Single(read.Steps));
        Assert.Equal((3, 1_000), (read.Rounds, read.SettleMs));
    }

    [Fact]
    public void What_a_file_says_holds()
    {
        ChaosScenario read = Read("name: mine\nsummary: x\nrounds: 2\nsteps:\n- { do: kill, on: node-1, forMs: 20, afterMs: 10 }\nhypothesis: { stallMsP99Max: 300, throughputShareMin: 0.5 }\n");

        Assert.Equal(2, read.Rounds);
        Assert.Equal(new ChaosStep { Do = ChaosDeed.Kill, On = "node-1", ForMs = 20, AfterMs = 10 }, Assert.Single(read.Steps));
        Assert.Equal(new ChaosHypothesis { StallMsP99Max = 300, ThroughputShareMin = 0.5 }, read.Hypothesis);
    }

    public void Dispose() => _folder.Dispose();

    private ChaosScenario Read(string text)
    {
        string file = _folder.PathOf("scenario.yaml");
        File.WriteAllText(file, text);
        return ScenarioFile.Read(file);
    }
}
