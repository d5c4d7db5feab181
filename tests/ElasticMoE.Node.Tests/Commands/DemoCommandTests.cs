using System.Text.Json;
using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class DemoCommandTests(EmoeCache cache) : IClassFixture<EmoeCache>
{
    private static string Mini => Repository.PathOf("models/emoe-mini");

    [Fact]
    public void Every_domain_is_answered_alike_alone_in_a_batch_and_on_a_cluster_whatever_happens_to_it()
    {
        EmoeResult result = cache.Run("demo", "--model", Mini, "--json");

        Assert.Equal(0, result.ExitCode);
        using JsonDocument report = JsonDocument.Parse(result.Out.TrimEnd('\n'));
        JsonElement root = report.RootElement;
        Assert.Equal((0, 0), (Number(root, "failedRequests"), Number(root, "differingTokens")));
        JsonElement[] steps = [.. root.GetProperty("steps").EnumerateArray()];
        string[] done = [.. steps.Select(step => $"{step.GetProperty("what").GetString()}: {step.GetProperty("outcome").GetString()}")];
        Assert.Equal(6, done.Length);
        Assert.Matches("^scale the hottest expert, ./.*, to 2 replicas: awake on node . and node .$", done[0]);
        Assert.Matches("^ask nothing about .*: its [1-9].* own experts fell asleep, [1-9].* in all; .* in memory, then .*$", done[1]);
        Assert.Matches("^ask about .* again: answered from standbys' memory at once; [1-9].* of them woke by it$", done[2]);
        Assert.Matches("^update expert .* under way, with the weights of .*: from now on [1-9].* of 14 answers are others; those under way kept the old weights$", done[3]);
        Assert.Equal("roll it back: answers are as they were", done[4]);
        Assert.Matches("^kill the supervisor .*: another leads, under number [2-9]", done[5]);
        Assert.Equal(42 + steps.Sum(step => Number(step, "requests")), Number(root, "requests"));
        Assert.All(steps, step => Assert.True(Number(step, "requests") > 0));
        Assert.Equal(14, root.GetProperty("answers").GetArrayLength());
        foreach (string field in new[] { "stallMsP50", "stallMsP99", "stallMsMax", "redundancySeconds", "aloneTokensPerS", "batchedTokensPerS" })
            Assert.True(root.GetProperty(field).GetDouble() >= 0, field);
        Assert.Equal(13, Number(root, "exact"));
    }

    [Fact]
    public void The_show_is_plain_text_when_piped()
    {
        EmoeResult result = cache.Run("demo", "--model", Mini);

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain('\e', result.Out);
        Assert.Contains("\narithmetic\n  > Add 40 and 64.\n  40 + 64 = 104\n  ✓ as expected, 12 tokens", result.Out, StringComparison.Ordinal);
        Assert.Contains("\nkefu\n  > ", result.Out, StringComparison.Ordinal);
        Assert.Matches(@"DeepSeek-V3's shape +671 B +36\.6 B +5\.5 %", result.Out);
        Assert.Contains("computes 40.2 % of what the dense 7B computes", result.Out, StringComparison.Ordinal);
        Assert.Contains("\n  0 of ", result.Out, StringComparison.Ordinal);
    }

    private static int Number(JsonElement owner, string name) => owner.GetProperty(name).GetInt32();
}
