using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class GenerateCommandTests(EmoeCache cache) : IClassFixture<EmoeCache>
{
    private static string Mini => Repository.PathOf("models/emoe-mini");

    [Fact]
    public void A_message_is_answered_from_argument_file_and_pipe_alike()
    {
        using var folder = new TemporaryFolder();
        string file = folder.PathOf("prompt.txt");
        File.WriteAllText(file, "What is 5 * 3?\n");

        EmoeResult argument = cache.Run("generate", "--model", Mini, "--chat", "What is 5 * 3?");
        EmoeResult fromFile = cache.Run("generate", "--model", Mini, "--chat", "--file", file);
        EmoeResult piped = cache.RunWith("What is 5 * 3?\n", "generate", "--model", Mini, "--chat");

        Assert.All([argument, fromFile, piped], result => Assert.Equal((0, "5 * 3 = 15\n"), (result.ExitCode, result.Out)));
    }

    [Fact]
    public void A_seed_makes_sampling_repeatable()
    {
        string[] arguments = ["generate", "--model", Mini, "--temperature", "1.5", "--max-tokens", "24", "--ignore-eos", "Once upon a time"];

        string first = cache.Run([.. arguments, "--seed", "1"]).Out;

        Assert.Equal(first, cache.Run([.. arguments, "--seed", "1"]).Out);
        Assert.NotEqual(first, cache.Run([.. arguments, "--seed", "2"]).Out);
    }

    [Fact]
    public void A_stop_text_ends_the_answer_before_it() =>
        Assert.Equal("5 *\n", cache.Run("generate", "--model", Mini, "--chat", "What is 5 * 3?", "--stop", " 3").Out);

    [Theory]
    [InlineData(1, "prompt: is empty", "generate", "")]
    [InlineData(1, "top_p: 2 is outside", "generate", "hi", "--top-p", "2")]
    [InlineData(3, "/nonexistent: the file does not exist", "generate", "--file", "/nonexistent")]
    [InlineData(2, "prompt: is given both", "generate", "hi", "--file", "x")]
    public void Bad_input_is_one_line(int exit, string message, params string[] arguments)
    {
        EmoeResult result = cache.Run([.. arguments, "--model", Mini]);

        Assert.Equal(exit, result.ExitCode);
        Assert.StartsWith("emoe: " + message, result.Error.Split('\n')[^2], StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    [Fact]
    public void A_prompt_longer_than_the_context_is_refused()
    {
        EmoeResult result = cache.RunWith(string.Concat(Enumerable.Repeat("story ", 4000)), "generate", "--model", Mini);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("2048", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }
}
