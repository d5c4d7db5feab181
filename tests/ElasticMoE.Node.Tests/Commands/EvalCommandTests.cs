using System.Text.Json;
using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Node.Tests.Profiles;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class EvalCommandTests(EmoeCache cache) : IClassFixture<EmoeCache>
{
    private static string Mini => Repository.PathOf("models/emoe-mini");

    [Fact]
    public void The_default_model_answers_what_the_reference_answers()
    {
        using JsonDocument report = Evaluate("eval", Mini, "--json");
        using JsonDocument metrics = ReferenceMetrics.Open();

        JsonElement domains = report.RootElement.GetProperty("domains");
        foreach (JsonProperty expected in metrics.RootElement.GetProperty("exact_match").EnumerateObject())
        {
            JsonElement actual = domains.GetProperty(expected.Name);
            Assert.Equal((expected.Name, Number(expected.Value, "n"), Number(expected.Value, "exact")), (expected.Name, Number(actual, "n"), Number(actual, "exact")));
        }
        Assert.Equal(512, Number(report.RootElement.GetProperty("total"), "exact"));
        Assert.Equal(Number(report.RootElement.GetProperty("golden"), "n"), Number(report.RootElement.GetProperty("golden"), "equal"));
    }

    [Theory]
    [InlineData("q8")]
    [InlineData("q4")]
    public void Quantized_weights_lose_at_most_a_point(string format)
    {
        using JsonDocument report = Evaluate("eval", Mini, "--format", format, "--json");

        JsonElement total = report.RootElement.GetProperty("total");
        Assert.InRange(Number(total, "exact"), 512 - Number(total, "n") / 100, Number(total, "n"));
    }

    [Fact]
    public void Other_cases_can_be_named_and_wrong_answers_shown()
    {
        using var folder = new TemporaryFolder();
        string cases = folder.PathOf("cases.jsonl");
        File.WriteAllText(cases, """
            {"domain":"sums","messages":[{"role":"user","content":"What is 5 * 3?"}],"answer":"5 * 3 = 15"}
            {"domain":"sums","messages":[{"role":"user","content":"What is 5 * 3?"}],"answer":"fifteen"}
            """);

        EmoeResult result = cache.Run("model", "eval", Mini, "--cases", cases, "--failures", "--json");

        Assert.Contains("\"domains\":{\"sums\":{\"n\":2,\"exact\":1}}", result.Out.Split('\n')[^2], StringComparison.Ordinal);
        Assert.Contains("expected: fifteen", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_cases_is_named()
    {
        EmoeResult result = cache.Run("model", "eval", Repository.PathOf("tests/golden/models/olmoe"));

        Assert.Equal(3, result.ExitCode);
        Assert.EndsWith("eval.jsonl: the file does not exist\n", result.Error, StringComparison.Ordinal);
    }

    private JsonDocument Evaluate(params string[] arguments)
    {
        EmoeResult result = cache.Run(["model", .. arguments]);
        Assert.Equal(0, result.ExitCode);
        return JsonDocument.Parse(result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
    }

    private static int Number(JsonElement owner, string name) => owner.GetProperty(name).GetInt32();
}
