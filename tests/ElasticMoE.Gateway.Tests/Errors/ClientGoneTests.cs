using System.Text;
using ElasticMoE.Gateway.Tests.Servers;

namespace ElasticMoE.Gateway.Tests.Errors;

/// <summary>Clients that leave, by the engine's steps.</summary>
public sealed class ClientGoneTests(RealGateway gateway) : IClassFixture<RealGateway>
{
    private const string Long = """{"prompt":"Once upon a time","max_tokens":1500,"ignore_eos":true,"stream":STREAM}""";

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task After_the_step_in_which_its_client_leaves_a_request_takes_no_other(string streams)
    {
        using var leaves = new CancellationTokenSource();
        using var client = new HttpClient { BaseAddress = new Uri(gateway.Url) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions")
        {
            Content = new StringContent(Long.Replace("STREAM", streams, StringComparison.Ordinal), Encoding.UTF8, "application/json"),
        };
        int last = gateway.Gate.Steps + 5;
        Task held = gateway.Gate.HoldAtAsync(last);
        Task<HttpResponseMessage> response = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaves.Token);
        await held;
        try
        {
            if (streams == "true")
                (await response.Guard()).Dispose();
            await leaves.CancelAsync();
            await Waits.UntilAsync(() => gateway.OpenRequests == 0);
        }
        finally
        {
            gateway.Gate.LetGo();
        }
        await Waits.UntilAsync(() => gateway.Running == 0);
        Assert.Equal(last, gateway.Gate.Steps);
        Assert.Equal(200, (await gateway.PostAsync("/v1/completions", """{"prompt":"Hi","max_tokens":2}""")).Status);
        Assert.Equal(streams == "true", response.IsCompletedSuccessfully);
    }
}
