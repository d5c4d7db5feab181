using System.Globalization;
using ElasticMoE.Testing.Processes;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Tests.Processes;
using ElasticMoE.Gateway.Tests.Scripts;
using ElasticMoE.Gateway.Tests.Servers;
using ElasticMoE.Testing;

namespace ElasticMoE.Gateway.Tests.Npm;

/// <summary>The npm package openai against a server process with a real model, and with answers that a test writes.</summary>
[Collection(ServerCollection.Name)]
public sealed class NpmTests(RunningServer server, NpmPackage package, RealGateway structured) : IClassFixture<RealGateway>
{
    private const string Calls = "<tool_call>{\"name\": \"add\", \"arguments\": {\"a\": 40}}</tool_call><tool_call>{\"name\": \"now\", \"arguments\": {}}</tool_call>";

    [Fact]
    public void The_package_passes_its_suite() => package.PassesSuite(server.Url, structured.Url, RunningServer.BodyBytesMax.ToString(CultureInfo.InvariantCulture));

    [Fact]
    public async Task The_package_reads_answers_that_no_small_model_gives_at_will()
    {
        Assert.SkipUnless(package.Missing is null, package.Missing ?? "");
        using var model = new ToolModel();
        await using TestGateway scripted = await TestGateway.StartAsync(request => Play(model, request), format: model.Format);
        (int exit, string output) = package.RunScript(NpmPackage.PathOf("scripted.mjs"), scripted.Server.Url);
        Assert.True(exit == 0, output);
    }

    [Fact]
    public void The_sample_gets_its_answer()
    {
        Assert.SkipUnless(package.Missing is null, package.Missing ?? "");
        (int exit, string output) = package.RunScript(Repository.PathOf("samples", "npm", "chat.mjs"), server.Url, "test-key-1");
        Assert.Equal((0, "40 + 64 = 104\n"), (exit, output));
    }

    private static Script Play(ToolModel model, TokenRequest request)
    {
        string prompt = model.Format.Tokenizer.Decode(request.Tokens.Span, skipSpecial: true);
        if (prompt.Contains("unavailable", StringComparison.Ordinal))
            return Script.Failing(RequestFailure.Unavailable, "experts are not there");
        return prompt.Contains("break", StringComparison.Ordinal)
            ? Script.Failing(RequestFailure.Unavailable, "all replicas are gone", TestGateway.Ids("Hello"))
            : Script.Of(TestGateway.Ids(Calls));
    }
}
