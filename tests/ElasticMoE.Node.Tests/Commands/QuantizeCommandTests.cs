using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class QuantizeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Source => Repository.PathOf("models/emoe-mini");

    private string Target => _folder.PathOf("mini");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_new_folder_is_smaller_and_inspected_like_any_model()
    {
        EmoeResult result = EmoeProcess.Run("model", "quantize", Source, Target, "--format", "q4", "-o", "json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        JsonElement made = JsonDocument.Parse(result.Out).RootElement;
        long packedBytes = new FileInfo(Path.Combine(Target, "weights.emoe")).Length;
        Assert.Equal(packedBytes, made.GetProperty("packedBytes").GetInt64());
        Assert.Equal(new FileInfo(Path.Combine(Source, "model.safetensors")).Length, made.GetProperty("sourceBytes").GetInt64());
        Assert.InRange(made.GetProperty("ratio").GetDouble(), 2.5, 4);
        Assert.Equal("q4", made.GetProperty("format").GetString());

        EmoeResult inspected = EmoeProcess.Run("model", "inspect", Target, "-o", "json");

        Assert.Equal((0, ""), (inspected.ExitCode, inspected.Error));
        JsonElement model = JsonDocument.Parse(inspected.Out).RootElement;
        Assert.Equal(10_976_800, model.GetProperty("totalParameters").GetInt64());
        Assert.Equal(packedBytes, model.GetProperty("fileBytes").GetInt64());
        Assert.Equal("q4", model.GetProperty("bytesByType").EnumerateObject().First().Name);
    }

    [Fact]
    public void An_existing_folder_is_a_conflict_and_left_alone()
    {
        Directory.CreateDirectory(Target);

        EmoeResult result = EmoeProcess.Run("model", "quantize", Source, Target, "--format", "q8");

        Assert.Equal(((int)ExitCode.Conflict, ""), (result.ExitCode, result.Out));
        Assert.Equal($"emoe: {Target}: exists already; name a new folder\n", result.Error);
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public void Packed_weights_are_not_packed_again_nor_verified_without_reference_data()
    {
        Assert.Equal(0, EmoeProcess.Run("model", "quantize", Repository.PathOf("tests/golden/models/olmoe"), Target, "--format", "q8").ExitCode);

        EmoeResult again = EmoeProcess.Run("model", "quantize", Target, _folder.PathOf("again"), "--format", "q4");
        EmoeResult verified = EmoeProcess.Run("model", "verify", Target);

        Assert.Equal((1, $"emoe: {Target}: its weights are packed already; quantize the checkpoint they were made from\n"), (again.ExitCode, again.Error));
        Assert.Equal((int)ExitCode.NotFound, verified.ExitCode);
        Assert.StartsWith($"emoe: {Target}/golden.safetensors: not found", verified.Error, StringComparison.Ordinal);
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder.Root));
    }

    [Theory]
    [InlineData()]
    [InlineData("--format", "bf16")]
    public void A_format_is_asked_for(params string[] format)
    {
        Assert.Equal((int)ExitCode.Usage, EmoeProcess.Run(["model", "quantize", Source, Target, .. format]).ExitCode);
        Assert.False(Path.Exists(Target));
    }
}
