using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class ChatCommandTests(EmoeCache cache) : IClassFixture<EmoeCache>
{
    [Fact]
    public void Piped_lines_are_answered_one_after_the_other()
    {
        EmoeResult result = Chat("What is 5 * 3?\n\nWhat is 0 * 7?\n");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("5 * 3 = 15\n0 * 7 = 0\n", result.Out);
    }

    [Fact]
    public void A_reset_forgets_and_quit_ends()
    {
        EmoeResult result = Chat("What is 5 * 3?\n/reset\nWhat is 5 * 3?\n/quit\nWhat is 0 * 7?\n");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("5 * 3 = 15\n5 * 3 = 15\n", result.Out);
    }

    [Fact]
    public void An_unknown_command_is_told_and_not_sent_to_the_model()
    {
        EmoeResult result = Chat("/dance\n");

        Assert.Equal((0, ""), (result.ExitCode, result.Out));
        Assert.Contains("'/dance' is no command", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_conversation_past_the_context_fails_with_a_line()
    {
        EmoeResult result = Chat(string.Concat(Enumerable.Repeat("word ", 3000)) + "\n");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("emoe: ", result.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Equal("", result.Out);
    }

    private EmoeResult Chat(string input) => cache.RunWith(input, "chat", "--model", Repository.PathOf("models/emoe-mini"));
}
