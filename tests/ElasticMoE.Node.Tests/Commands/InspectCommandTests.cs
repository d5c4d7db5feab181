using System.Text.Json;
using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class InspectCommandTests
{
    [Fact]
    public void The_default_model_has_its_published_size()
    {
        EmoeResult result = EmoeProcess.Run("model", "inspect", Repository.PathOf("models/emoe-mini"), "-o", "json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        using JsonDocument json = JsonDocument.Parse(result.Out);
        Assert.Equal("emoe-mini", json.RootElement.GetProperty("model").GetString());
        Assert.Equal(10_976_800, json.RootElement.GetProperty("totalParameters").GetInt64());
        long parts = json.RootElement.GetProperty("parts").EnumerateArray().Sum(part => part.GetProperty("parameters").GetInt64());
        Assert.Equal(10_976_800, parts);
        Assert.Equal(0, json.RootElement.GetProperty("unusedTensors").GetArrayLength());
    }

    [Fact]
    public void A_folder_without_a_checkpoint_is_one_line_and_not_found()
    {
        EmoeResult result = EmoeProcess.Run("model", "inspect", "/nonexistent");

        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith("emoe: /nonexistent/config.json: ", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.Error.Count(c => c == '\n'));
        Assert.Empty(result.Out);
    }
}
