using System.Text.Json;
using ElasticMoE.Node.Tests.Processes;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class BenchDataPlaneCommandTests
{
    private static readonly string[] s_units = ["Microseconds", "BytesPerSecond", "Ratio", "Bytes"];

    [Fact]
    public void Both_transports_have_round_trip_throughput_and_steps_and_steps_allocate_nothing()
    {
        EmoeResult result = EmoeProcess.Run("bench", "dataplane", "--rounds", "1", "--json");

        Assert.Equal(0, result.ExitCode);
        using JsonDocument figures = JsonDocument.Parse(result.Out.TrimEnd().Split('\n')[^1]);
        JsonProperty[] all = [.. figures.RootElement.EnumerateObject()];
        Assert.Equal(16, all.Length);
        Assert.All(all, figure => Assert.Contains(s_units, unit => figure.Name.EndsWith(unit, StringComparison.Ordinal)));
        Assert.All(all, figure => Assert.Equal(!figure.Name.EndsWith("PerStepBytes", StringComparison.Ordinal), figure.Value.GetDouble() > 0));
    }
}
