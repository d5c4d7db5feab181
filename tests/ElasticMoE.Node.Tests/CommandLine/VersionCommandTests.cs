using System.Text.Json;
using ElasticMoE.Node.Tests.Processes;

namespace ElasticMoE.Node.Tests.CommandLine;

public sealed class VersionCommandTests
{
    [Fact]
    public void Version_is_plain_text_when_piped()
    {
        EmoeResult result = EmoeProcess.Run("version");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("emoe 0.1.0", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Out);
        Assert.Empty(result.Error);
    }

    [Fact]
    public void Version_as_json_names_the_machine()
    {
        EmoeResult result = EmoeProcess.Run("version", "-o", "json");

        using JsonDocument json = JsonDocument.Parse(result.Out);
        Assert.Equal(Environment.ProcessorCount, json.RootElement.GetProperty("cores").GetInt32());
        Assert.NotEmpty(json.RootElement.GetProperty("processor").GetString()!);
        Assert.Matches("^[0-9a-f]{64}$", json.RootElement.GetProperty("selfTest").GetString());
        Assert.Empty(json.RootElement.GetProperty("switchedOff").EnumerateArray());
    }

    [Fact]
    public void An_unknown_command_is_a_usage_error()
    {
        EmoeResult result = EmoeProcess.Run("bogus");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("emoe: Unrecognized command or argument 'bogus'.\nTry 'emoe --help'.\n", result.Error);
        Assert.Empty(result.Out);
    }
}
