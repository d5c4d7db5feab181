using System.Text.Json;
using ElasticMoE.Node.Tests.Imaging;
using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Node.Tests.Profiles;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class ProfileCommandTests(EmoeCache cache) : IClassFixture<EmoeCache>
{
    /// <summary>A choice between two experts that score alike may fall either way in another implementation.</summary>
    private const int DifferingChoicesMax = 4;

    [Fact]
    public void Experts_fire_as_often_as_in_the_reference()
    {
        using var folder = new TemporaryFolder();
        string image = folder.PathOf("routing.png");

        EmoeResult result = cache.Run("model", "profile", Repository.PathOf("models/emoe-mini"), "--image", image, "-o", "json");

        Assert.Equal(0, result.ExitCode);
        using JsonDocument report = JsonDocument.Parse(result.Out);
        using JsonDocument metrics = ReferenceMetrics.Open();
        int differing = 0;
        foreach (JsonProperty domain in metrics.RootElement.GetProperty("routing_counts").EnumerateObject())
        {
            JsonElement actual = report.RootElement.GetProperty("routingCounts").GetProperty(domain.Name);
            differing += Differing(domain.Value, actual);
        }
        Assert.InRange(differing, 0, 2 * DifferingChoicesMax);
        Assert.True(PngDecoder.Decode(File.ReadAllBytes(image)).Length > 0);
    }

    [Fact]
    public void The_map_is_drawn_as_text_when_piped()
    {
        using var folder = new TemporaryFolder();
        string prompts = folder.PathOf("prompts.jsonl");
        File.WriteAllText(prompts, """{"domain":"sums","messages":[{"role":"user","content":"What is 5 * 3?"}]}""");

        EmoeResult result = cache.Run("model", "profile", Repository.PathOf("models/emoe-mini"), "--prompts", prompts, "--image", folder.PathOf("x.png"));

        Assert.Equal(5, result.Out.Split('\n').Count(line => line.StartsWith("layer ", StringComparison.Ordinal)));
        Assert.Equal(5, result.Out.Split('\n').Count(line => line.StartsWith("  sums", StringComparison.Ordinal)));
        Assert.DoesNotContain('\e', result.Out);
    }

    private static int Differing(JsonElement expected, JsonElement actual)
    {
        int differing = 0;
        foreach ((JsonElement layer, JsonElement own) in expected.EnumerateArray().Zip(actual.EnumerateArray()))
            differing += layer.EnumerateArray().Zip(own.EnumerateArray(), (a, b) => Math.Abs(a.GetInt32() - b.GetInt32())).Sum();
        return differing;
    }
}
