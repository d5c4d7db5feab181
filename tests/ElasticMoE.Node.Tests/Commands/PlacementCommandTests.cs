using System.Text.Json;
using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class PlacementCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_reference_cases_hold()
    {
        EmoeResult result = Run("placement", "verify", Repository.PathOf("tests/golden", "placement.json"));

        Assert.Equal(0, result.ExitCode);
        string[] lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(18, lines.Length);
        Assert.Contains(lines, line => line.StartsWith("placement published example, global: ok, 0.949 0.840", StringComparison.Ordinal));
    }

    [Fact]
    public void Figures_that_nobody_reaches_fail_and_are_told_as_json()
    {
        string file = _folder.PathOf("cases.json");
        File.WriteAllText(file, """[{"name":"two","load":[[3,1]],"replicas":2,"groups":1,"nodes":1,"devices":2,"greedy_hierarchical":[0.9],"greedy_global":[0.666667]}]""");

        EmoeResult result = Run("placement", "verify", file, "-o", "json");

        Assert.Equal(1, result.ExitCode);
        using JsonDocument report = JsonDocument.Parse(result.Out);
        Assert.Equal([false, true], report.RootElement.EnumerateArray().Select(entry => entry.GetProperty("holds").GetBoolean()));
    }

    [Fact]
    public void A_file_that_does_not_fit_is_named()
    {
        string file = _folder.PathOf("cases.json");
        File.WriteAllText(file, """[{"name":"two","load":[[3,1]],"replicas":3,"groups":1,"nodes":1,"devices":2,"greedy_hierarchical":[0.9],"greedy_global":[0.6]}]""");

        EmoeResult result = Run("placement", "verify", file);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("case 0, layer 0: 3 replicas", result.Error, StringComparison.Ordinal);
        Assert.Equal(3, Run("placement", "verify", _folder.PathOf("missing.json")).ExitCode);
    }

    [Fact]
    public void The_bench_tells_its_figures()
    {
        EmoeResult result = Run("placement", "bench", "--json");

        Assert.Equal(0, result.ExitCode);
        using JsonDocument figures = JsonDocument.Parse(result.Out.TrimEnd().Split('\n')[^1]);
        Assert.Equal(["plannerFirstMs", "plannerLossMs", "balancerGlobalMs", "balancerHierarchicalMs"], figures.RootElement.EnumerateObject().Select(figure => figure.Name));
    }

    public void Dispose() => _folder.Dispose();

    private static EmoeResult Run(params string[] arguments) => EmoeProcess.Run(new EmoeInput(), arguments);
}
