using System.Globalization;
using System.Text.Json;
using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class SimulateThroughputCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_machine_of_twice_the_speed_has_half_the_costs_and_is_predicted_as_well()
    {
        Dictionary<string, double> once = Fit(speed: 1), twice = Fit(speed: 2);
        string[] costs = ["layerMicroseconds", "weightNanosecondsPerKilobyte", "multiplyAddPicoseconds", "frameMicroseconds", "frameNanosecondsPerKilobyte"];
        // Figures are printed to a thousandth.
        Assert.All(costs, cost => Assert.Equal(once[cost], 2 * twice[cost], 0.005));
        Assert.Contains(costs, cost => once[cost] > 0);
        Assert.Equal(once["fitErrorPercent"], twice["fitErrorPercent"], 0.1);
        Assert.True(once["checkErrorPercent"] > 0);
        Assert.Equal(once["checkErrorPercent"], twice["checkErrorPercent"], 0.1);
        Assert.True(once["hereTokensPerSecond"] > 0 && twice["hereTokensPerSecond"] > once["hereTokensPerSecond"]);
        // Published rates don't depend on what was measured here.
        Assert.Equal(once["acceleratorTokensPerSecond"], twice["acceleratorTokensPerSecond"]);
    }

    [Fact]
    public void A_file_of_other_figures_is_refused_by_name()
    {
        string path = _folder.PathOf("other.json");
        File.WriteAllText(path, """{"bandwidthQ8GBPerSecond":70}""");
        EmoeResult result = EmoeProcess.Run("simulate", "throughput", path);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(path, result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Dictionary<string, double> Fit(double speed)
    {
        (string Name, double Rate)[] figures =
        [
            ("nodes1Batch1AloneTokensPerSecond", 330), ("nodes1Batch32AloneTokensPerSecond", 1100),
            ("nodes1Batch1ClusterTokensPerSecond", 150), ("nodes1Batch32ClusterTokensPerSecond", 500),
            ("nodes2Batch32ClusterTokensPerSecond", 480),
            ("nodes3Batch1ClusterTokensPerSecond", 110), ("nodes3Batch32ClusterTokensPerSecond", 430),
        ];
        string path = _folder.PathOf(string.Create(CultureInfo.InvariantCulture, $"cluster{speed}.json"));
        File.WriteAllText(path, JsonSerializer.Serialize(figures.ToDictionary(figure => figure.Name, figure => figure.Rate * speed)));
        EmoeResult result = EmoeProcess.Run("simulate", "throughput", path, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonSerializer.Deserialize<Dictionary<string, double>>(result.Out.TrimEnd().Split('\n')[^1])!;
    }
}
