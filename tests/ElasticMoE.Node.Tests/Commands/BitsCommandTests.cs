using System.Text.Json;
using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Commands;

/// <summary>
/// The bits of every reference model in every format are those of `tests/golden/bits.json`: on this machine as it is, with narrower
/// vectors, without vectors, and with one thread.
/// </summary>
public sealed class BitsCommandTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("EMOE_THREADS", null)]
    [InlineData("DOTNET_EnableAVX512", "AVX-512")]
    [InlineData("DOTNET_EnableAVX2", "AVX2")]
    public void Bits_are_the_same_on_every_machine(string? variable, string? missing)
    {
        string[] models = [.. Directory.GetDirectories(Path.Combine(Repository.Root, "tests", "golden", "models")), Path.Combine(Repository.Root, "models", "emoe-mini")];
        var environment = new Dictionary<string, string> { ["EMOE_THREADS"] = "2" };
        if (variable is not null)
            environment[variable] = variable == "EMOE_THREADS" ? "1" : "0";

        EmoeResult result = EmoeProcess.Run(new EmoeInput { Environment = environment }, ["model", "bits", "-o", "json", .. models]);

        Assert.True(result.ExitCode == 0, result.Error);
        using JsonDocument report = JsonDocument.Parse(result.Out);
        string[] sets = [.. report.RootElement.GetProperty("instructionSets").EnumerateArray().Select(e => e.GetString()!)];
        // A switch that the runtime doesn't know is ignored in silence: what it was to take away must be gone.
        if (missing is not null)
            Assert.DoesNotContain(sets, set => set.StartsWith(missing, StringComparison.Ordinal));
        string expected = Path.Combine(Repository.Root, "tests", "golden", "bits.json");
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllBytes(expected));
        Assert.Equal(Hashes(golden.RootElement), Hashes(report.RootElement.GetProperty("hashes")));
    }

    private static string[] Hashes(JsonElement hashes) => [.. hashes.EnumerateObject().Select(p => $"{p.Name} {p.Value.GetString()}").Order(StringComparer.Ordinal)];
}
