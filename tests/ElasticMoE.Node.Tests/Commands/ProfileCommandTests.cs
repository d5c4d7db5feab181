using System.Text.Json;
using ElasticMoE.Node.Imaging;
using ElasticMoE.Node.Profiles;
using ElasticMoE.Node.Tests.Imaging;
using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Node.Tests.Profiles;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class ProfileCommandTests(EmoeCache cache) : IClassFixture<EmoeCache>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Mini => Repository.PathOf("models/emoe-mini");

    private string Image => _folder.PathOf("routing.png");

    public void Dispose() => _folder.Dispose();

    /// <summary>One choice of 380,760 is between experts that score alike in f32; the reference sums in another order and takes the other one.</summary>
    [Fact]
    public void Experts_fire_as_often_as_in_the_reference()
    {
        EmoeResult result = cache.Run(["model", "profile", Mini, "--image", Image, "-o", "json"]);

        Assert.Equal(0, result.ExitCode);
        JsonElement profile = JsonDocument.Parse(result.Out).RootElement;
        using JsonDocument metrics = ReferenceMetrics.Open();
        foreach (JsonProperty domain in metrics.RootElement.GetProperty("routing_counts").EnumerateObject())
        {
            double[] counts = Numbers(profile.GetProperty("routingCounts").GetProperty(domain.Name));
            double differing = Numbers(domain.Value).Zip(counts, (expected, actual) => Math.Abs(expected - actual)).Sum();
            Assert.Equal((domain.Name, domain.Name == "risk" ? 2 : 0), (domain.Name, differing));
            double[] entropy = Numbers(metrics.RootElement.GetProperty("routing_entropy").GetProperty(domain.Name));
            Assert.All(Numbers(profile.GetProperty("routingEntropy").GetProperty(domain.Name)), (value, layer) => Assert.Equal(entropy[layer], value, 0.000501));
        }
        double[] nats = Numbers(metrics.RootElement.GetProperty("information_nats"));
        Assert.All(Numbers(profile.GetProperty("informationNats")), (value, layer) => Assert.Equal(nats[layer], value, 0.000501));
        Assert.Contains(HeatRamp.At(1), PngDecoder.Decode(File.ReadAllBytes(Image)).Cast<Rgb>());
    }

    [Fact]
    public void A_text_can_be_profiled_and_the_map_shows_it()
    {
        string prompts = Write("""{"domain": "sea", "prompt": "Tell me about the sea."}""");

        EmoeResult result = cache.Run(["model", "profile", Mini, "--prompts", prompts, "--image", Image, "-n", "8"]);

        Assert.Equal((0, $"{Image} written\n"), (result.ExitCode, result.Error));
        Assert.StartsWith("emoe-mini  1 prompt in 1 domain, ", result.Out, StringComparison.Ordinal);
        Assert.Contains("layer 5", result.Out, StringComparison.Ordinal);
        Assert.Contains("█", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Out);
    }

    [Theory]
    [InlineData("""{"domain": "a"}""", "emoe: prompt 1 of a: needs either messages or a text to continue\n")]
    [InlineData("""{"domain": "a", "prompt": "x", "messages": []}""", "emoe: prompt 1 of a: needs either")]
    [InlineData("""{"prompt": "x"}""", "prompts.jsonl:1: ")]
    [InlineData("""{"domain": "a", """, "prompts.jsonl:1: ")]
    [InlineData("", "prompts.jsonl: holds no case")]
    public void Bad_prompts_are_one_line(string line, string message)
    {
        EmoeResult result = cache.Run(["model", "profile", Mini, "--prompts", Write(line), "--image", Image]);

        Assert.Equal((1, ""), (result.ExitCode, result.Out));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.Error.Count(c => c == '\n'));
        Assert.False(File.Exists(Image));
    }

    [Fact]
    public void A_picture_without_a_folder_is_told_before_the_work()
    {
        EmoeResult result = cache.Run(["model", "profile", Mini, "--image", _folder.PathOf("none", "a.png")]);

        Assert.Equal((3, $"emoe: {_folder.PathOf("none", "a.png")}: its folder does not exist\n"), (result.ExitCode, result.Error));
    }

    private static double[] Numbers(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Numbers)] : [element.GetDouble()];

    private string Write(string line)
    {
        string path = _folder.PathOf("prompts.jsonl");
        File.WriteAllText(path, line + "\n");
        return path;
    }
}
