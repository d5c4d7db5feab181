using ElasticMoE.Testing.Processes;
using System.Diagnostics;
using ElasticMoE.Testing;

namespace ElasticMoE.Gateway.Tests.Processes;

/// <summary>The samples that need nothing but what builds the repository, and curl.</summary>
[Collection(ServerCollection.Name)]
public sealed class SampleTests(RunningServer server)
{
    [Fact]
    public void The_dotnet_sample_gets_its_answer() =>
        Assert.Equal((0, "40 + 64 = 104\n"), Run("dotnet", SampleProgram, server.Url, "test-key-1"));

    [Fact]
    public void The_curl_sample_gets_its_answer_whole_and_streamed()
    {
        Assert.SkipUnless(HasCurl(), "curl is not installed here");
        (int exit, string output) = Run("bash", Repository.PathOf("samples", "curl", "chat.sh"), server.Url, "test-key-1");
        Assert.Equal(0, exit);
        Assert.Contains("\"content\":\"40 + 64 = 104\"", output);
        Assert.EndsWith("data: [DONE]\n\n", output, StringComparison.Ordinal);
    }

    /// <summary>In the sample's own folder, built as this test is.</summary>
    private static string SampleProgram => Path.Combine(
        Repository.PathOf("samples", "ElasticMoE.Samples"),
        Path.GetRelativePath(Repository.PathOf("tests", "ElasticMoE.Gateway.Tests"), AppContext.BaseDirectory),
        "ElasticMoE.Samples.dll");

    private static bool HasCurl() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "curl")));

    private static (int Exit, string Output) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
