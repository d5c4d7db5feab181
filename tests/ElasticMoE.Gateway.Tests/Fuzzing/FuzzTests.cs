using System.Net;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Tests.Servers;

namespace ElasticMoE.Gateway.Tests.Fuzzing;

/// <summary>Ten thousand malformed requests: every answer is a 4xx in the error format, the server stays up and its memory bounded.</summary>
public sealed class FuzzTests
{
    private const int Requests = 10_000;
    private const long GrowthMax = 200L << 20;

    [Fact]
    public async Task Whatever_comes_the_answer_is_an_error_of_the_client()
    {
        var options = new GatewayOptions { BodyBytesMax = 50_000, SlowClientGrace = TimeSpan.FromSeconds(1.5) };
        await using TestGateway gateway = await TestGateway.SayAsync("Hello", options);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await Fuzzer.RunAsync(gateway.Client, Requests);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, GrowthMax);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(0, gateway.Server.OpenRequests);
        using HttpResponseMessage good = await gateway.PostAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}]}""");
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
    }
}
