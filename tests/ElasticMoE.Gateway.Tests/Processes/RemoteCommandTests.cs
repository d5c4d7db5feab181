using ElasticMoE.Testing.Processes;
using System.Diagnostics;

namespace ElasticMoE.Gateway.Tests.Processes;

/// <summary>The commands that ask a server.</summary>
[Collection(ServerCollection.Name)]
public sealed class RemoteCommandTests(RunningServer server)
{
    [Fact]
    public void A_message_is_answered_and_a_text_continued()
    {
        Assert.Equal((0, "40 + 64 = 104\n", ""), Run("", "test-key-1", "generate", "--server", server.Url, "--chat", "Add 40 and 64."));
        (int exit, string text, _) = Run("", "test-key-1", "generate", "--server", server.Url, "-n", "40", "--temperature", "1.2", "--seed", "3", "Once upon a time");
        Assert.Equal(0, exit);
        Assert.Equal(text, Run("", "test-key-1", "generate", "--server", server.Url, "-n", "40", "--temperature", "1.2", "--seed", "3", "Once upon a time").Out);
    }

    [Fact]
    public void A_conversation_goes_on() =>
        Assert.Equal((0, "5 * 3 = 15\n0 * 7 = 0\n", ""), Run("What is 5 * 3?\nWhat is 0 * 7?\n", "test-key-1", "chat", "--server", server.Url));

    [Fact]
    public void Refusals_and_silence_have_their_exit_codes()
    {
        (int exit, _, string error) = Run("", "wrong-key", "generate", "--server", server.Url, "Hi");
        Assert.Equal(5, exit);
        Assert.Equal($"emoe: {server.Url}/: the API key is missing or wrong\n", error);
        Assert.Equal(6, Run("", "", "generate", "--server", "http://127.0.0.1:1", "Hi").Exit);
        Assert.Equal(2, Run("", "", "generate", "--server", "nowhere", "Hi").Exit);
        Assert.Equal(2, Run("", "", "generate", "--server", server.Url, "--format", "q8", "Hi").Exit);
    }

    private static (int Exit, string Out, string Error) Run(string input, string key, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "emoe.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["EMOE_API_KEY"] = key;
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
