using System.Text.Json;
using ElasticMoE.Node.Tests.Processes;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class BenchServeCommandTests
{
    private static readonly string[] s_units = ["PerSecond", "Ms", "Ratio"];

    [Fact]
    public void Every_number_of_streams_has_rates_and_times()
    {
        EmoeResult result = EmoeProcess.Run("bench", "serve", "--preset", "tiny-qwen3_moe", "--rounds", "1", "--tokens", "8", "--streams", "1", "3", "--json");

        Assert.Equal(0, result.ExitCode);
        using JsonDocument figures = JsonDocument.Parse(result.Out.TrimEnd().Split('\n')[^1]);
        JsonProperty[] all = [.. figures.RootElement.EnumerateObject()];
        Assert.Equal(18, all.Length);
        Assert.All(all, figure => Assert.Contains(s_units, unit => figure.Name.EndsWith(unit, StringComparison.Ordinal)));
        Assert.Equal(1, figures.RootElement.GetProperty("streams1OverFirstRatio").GetDouble());
        Assert.All(all, figure => Assert.True(figure.Value.GetDouble() > 0, figure.Name));
    }
}
