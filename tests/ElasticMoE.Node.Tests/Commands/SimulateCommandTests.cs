using System.Text.Json;
using ElasticMoE.Node.Tests.Processes;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class SimulateCommandTests
{
    [Fact]
    public void Histories_that_keep_every_promise_exit_with_zero()
    {
        EmoeResult result = EmoeProcess.Run("simulate", "--seeds", "20", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        using JsonDocument report = JsonDocument.Parse(result.Out.TrimEnd().Split('\n')[^1]);
        Assert.Equal(20, report.RootElement.GetProperty("seeds").GetInt32());
        Assert.Equal(0, report.RootElement.GetProperty("failed").GetInt32());
        Assert.Empty(report.RootElement.GetProperty("failedSeeds").EnumerateArray());
    }

    [Fact]
    public void A_broken_promise_exits_with_one_and_can_be_run_again_from_the_line_that_is_printed()
    {
        EmoeResult result = EmoeProcess.Run("simulate", "--seeds", "10", "--bug", "CombineAsTheyCome", "--json");
        Assert.Equal(1, result.ExitCode);
        using JsonDocument report = JsonDocument.Parse(result.Out.TrimEnd().Split('\n')[^1]);
        long seed = report.RootElement.GetProperty("failedSeeds")[0].GetInt64();
        string command = result.Error.Split('\n').First(line => line.Contains("shrunk: emoe simulate", StringComparison.Ordinal)).Split("emoe ")[1];
        Assert.Contains($"--start {seed}", command, StringComparison.Ordinal);

        EmoeResult again = EmoeProcess.Run([.. command.Split(' '), "--timeline"]);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("VIOLATION", again.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--seeds", "0")]
    [InlineData("--nodes", "33")]
    [InlineData("--faults", "1,x")]
    [InlineData("--bug", "Nonsense")]
    public void Nonsense_is_refused(string option, string value) => Assert.Equal(2, EmoeProcess.Run("simulate", option, value).ExitCode);
}
