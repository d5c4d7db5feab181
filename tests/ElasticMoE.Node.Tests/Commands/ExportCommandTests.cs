using System.Text.Json;
using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class ExportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Source => Repository.PathOf("models/emoe-mini");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_is_inspected_and_generates_like_the_folder_it_was_made_of()
    {
        string path = _folder.PathOf("mini.gguf");
        EmoeResult result = EmoeProcess.Run("model", "export", Source, "--type", "bf16", "-o", path);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("--pre NAME", result.Error);
        Assert.Equal([path], Directory.GetFiles(_folder.Root));

        EmoeResult inspected = EmoeProcess.Run("model", "inspect", path, "-o", "json");
        Assert.Equal((0, ""), (inspected.ExitCode, inspected.Error));
        JsonElement model = JsonDocument.Parse(inspected.Out).RootElement;
        Assert.Equal(10_976_800, model.GetProperty("totalParameters").GetInt64());
        Assert.Equal("BF16", model.GetProperty("bytesByType").EnumerateObject().First().Name);

        EmoeResult generated = EmoeProcess.Run("generate", path, "--chat", "Add 40 and 64.");
        Assert.Equal((0, EmoeProcess.Run("generate", "-m", Source, "--chat", "Add 40 and 64.").Out), (generated.ExitCode, generated.Out));
    }

    [Fact]
    public void A_damaged_file_is_refused_in_one_line()
    {
        string path = _folder.PathOf("damaged.gguf");
        File.WriteAllText(path, "GGUF and nothing else");
        EmoeResult result = EmoeProcess.Run("generate", path, "Hello");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"emoe: {path}: ", result.Error);
        Assert.Equal(2, EmoeProcess.Run("generate", path, "Hello", "-m", Source).ExitCode);
        Assert.Equal(2, EmoeProcess.Run("generate", "one", "two").ExitCode);
    }
}
