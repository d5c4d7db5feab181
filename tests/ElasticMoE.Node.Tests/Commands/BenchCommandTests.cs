using System.Text.Json;
using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class BenchCommandTests
{
    private static readonly string[] s_units = ["PerSecond", "Percent", "Bytes"];

    [Fact]
    public void Every_figure_is_positive_and_ends_in_its_unit()
    {
        EmoeResult result = EmoeProcess.Run("bench", Path.Combine(Repository.Root, "models", "emoe-mini"), "--rounds", "1", "--batch", "3", "--format", "exact", "q4", "--json");

        // A run on a disturbed machine may be invalid and says so; the figures are printed all the same.
        Assert.Contains("invalid", result.ExitCode == 0 ? "invalid" : result.Error, StringComparison.Ordinal);
        using JsonDocument figures = JsonDocument.Parse(result.Out.TrimEnd().Split('\n')[^1]);
        JsonProperty[] all = [.. figures.RootElement.EnumerateObject()];
        Assert.Equal(34, all.Length);
        Assert.All(all, figure => Assert.Contains(s_units, unit => figure.Name.EndsWith(unit, StringComparison.Ordinal)));
        Assert.All(all.Where(figure => !figure.Name.EndsWith("Bytes", StringComparison.Ordinal) && !figure.Name.EndsWith("SpreadPercent", StringComparison.Ordinal)), figure => Assert.True(figure.Value.GetDouble() > 0, figure.Name));
        // One round can't differ from itself.
        Assert.All(all.Where(figure => figure.Name.EndsWith("SpreadPercent", StringComparison.Ordinal)), figure => Assert.Equal(0, figure.Value.GetDouble()));
    }

    [Fact]
    public void An_unknown_preset_is_refused_by_name()
    {
        EmoeResult result = EmoeProcess.Run("bench", "--preset", "gigantic");

        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith("emoe: gigantic: is no preset", result.Error, StringComparison.Ordinal);
    }
}
