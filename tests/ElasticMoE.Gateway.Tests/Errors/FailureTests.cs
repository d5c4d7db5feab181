using System.Net;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Tests.Scripts;
using ElasticMoE.Gateway.Tests.Servers;

namespace ElasticMoE.Gateway.Tests.Errors;

/// <summary>Failures of the service, clients that leave, silence, and a server that ends.</summary>
public sealed class FailureTests
{
    private const string Chat = "/v1/chat/completions";
    private const string Streamed = """{"messages":[{"role":"user","content":"Hi"}],"stream":true}""";
    private const string Whole = """{"messages":[{"role":"user","content":"Hi"}]}""";

    [Theory]
    [InlineData(RequestFailure.Invalid, 400, null)]
    [InlineData(RequestFailure.Busy, 429, "1")]
    [InlineData(RequestFailure.Unavailable, 503, "1")]
    [InlineData(RequestFailure.Failed, 500, null)]
    public async Task Before_the_first_token_a_failure_has_its_status(object failure, int status, string? retryAfter)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(_ => Script.Failing((RequestFailure)failure, "it is so"));
        foreach (string json in (string[])[Streamed, Whole])
        {
            using HttpResponseMessage response = await gateway.PostAsync(Chat, json);
            ErrorReply error = await ErrorReply.ReadAsync(response);
            Assert.Equal(((HttpStatusCode)status, "it is so", retryAfter), (error.Status, error.Message, error.RetryAfter));
        }
    }

    [Fact]
    public async Task In_mid_stream_a_failure_is_an_error_frame_and_a_broken_connection()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(_ => Script.Failing(RequestFailure.Unavailable, "all replicas are gone", TestGateway.Ids("Hello")));
        using HttpResponseMessage response = await gateway.OpenAsync(Chat, Streamed);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var text = new StringWriter();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await reader.ReadLineAsync().Guard() is { } line)
                text.WriteLine(line);
        });
        string[] frames = [.. text.ToString().Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal))];
        Assert.DoesNotContain("data: [DONE]", frames);
        ErrorReply error = ErrorReply.Parse(HttpStatusCode.OK, frames[^1]["data: ".Length..]);
        Assert.Equal("all replicas are gone", error.Message);
        Assert.DoesNotContain(frames, frame => frame.Contains("\"finish_reason\":\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_choice_ends_the_others()
    {
        var never = new TaskCompletionSource();
        await using TestGateway gateway = await TestGateway.StartAsync(request => request.Choice == 1
            ? Script.Failing(RequestFailure.Failed, "not finite")
            : Script.Of([]) with { Gates = new Dictionary<int, Task> { [0] = never.Task } });
        using HttpResponseMessage response = await gateway.PostAsync(Chat, """{"messages":[{"role":"user","content":"Hi"}],"n":3}""");
        Assert.Equal("not finite", (await ErrorReply.ReadAsync(response)).Message);
        foreach (ScriptedStream stream in gateway.Service.Streams)
            await stream.Disposed.Guard();
    }

    [Fact]
    public async Task A_client_that_leaves_ends_its_request()
    {
        var never = new TaskCompletionSource();
        await using TestGateway gateway = await TestGateway.StartAsync(_ => Script.Of(TestGateway.Ids("Hello there")) with { Gates = new Dictionary<int, Task> { [1] = never.Task } });
        foreach (string json in (string[])[Streamed, Whole])
        {
            using var leaves = new CancellationTokenSource();
            Task<HttpResponseMessage> request = gateway.OpenAsync(Chat, json, leaves.Token);
            if (json == Streamed)
                await request.Guard();
            await Waits.UntilAsync(() => !gateway.Service.Streams.IsEmpty);
            await leaves.CancelAsync();
            if (json == Streamed)
                (await request).Dispose();
            Assert.True(gateway.Service.Streams.TryDequeue(out ScriptedStream? stream));
            await stream.Disposed.Guard();
        }
        await Waits.UntilAsync(() => gateway.Server.OpenRequests == 0);
    }

    [Fact]
    public async Task A_silent_stream_shows_that_it_lives()
    {
        var gate = new TaskCompletionSource();
        await using TestGateway gateway = await TestGateway.StartAsync(
            _ => Script.Of(TestGateway.Ids("Hello")) with { Gates = new Dictionary<int, Task> { [0] = gate.Task } },
            new GatewayOptions { SilenceMax = TimeSpan.FromMilliseconds(20) });
        using HttpResponseMessage response = await gateway.OpenAsync(Chat, Streamed).Guard();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var lines = new List<string?>();
        while (lines.Count(line => line == ": keep-alive") < 2)
            lines.Add(await reader.ReadLineAsync().Guard());
        gate.SetResult();
        Assert.Contains("data: [DONE]", await reader.ReadToEndAsync().Guard());
    }

    [Fact]
    public async Task An_ending_server_is_not_ready_and_lets_running_streams_finish()
    {
        var gate = new TaskCompletionSource();
        await using TestGateway gateway = await TestGateway.StartAsync(_ => Script.Of(TestGateway.Ids("Hello there")) with { Gates = new Dictionary<int, Task> { [1] = gate.Task } });
        using HttpResponseMessage running = await gateway.OpenAsync(Chat, Streamed).Guard();
        Task<bool> drained = gateway.Server.DrainAsync(TimeSpan.FromMinutes(10));
        using HttpResponseMessage ready = await gateway.Client.GetAsync("/health/ready");
        ErrorReply error = await ErrorReply.ReadAsync(ready);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "draining", "1"), (error.Status, error.Code, error.RetryAfter));
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/health/live")).StatusCode);
        using HttpResponseMessage late = await gateway.PostAsync(Chat, Whole);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        gate.SetResult();
        Assert.EndsWith("data: [DONE]\n\n", await running.Content.ReadAsStringAsync().Guard(), StringComparison.Ordinal);
        Assert.True(await drained.Guard());
    }

    [Fact]
    public async Task When_the_grace_is_over_streams_end_with_an_error()
    {
        var never = new TaskCompletionSource();
        await using TestGateway gateway = await TestGateway.StartAsync(_ => Script.Of(TestGateway.Ids("Hello there")) with { Gates = new Dictionary<int, Task> { [1] = never.Task } });
        using HttpResponseMessage running = await gateway.OpenAsync(Chat, Streamed).Guard();
        Task<bool> drained = gateway.Server.DrainAsync(TimeSpan.Zero);
        using var reader = new StreamReader(await running.Content.ReadAsStreamAsync());
        var lines = new List<string>();
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await reader.ReadLineAsync().Guard() is { } line)
                lines.Add(line);
        });
        Assert.Contains(lines, line => line.Contains("the server is ending", StringComparison.Ordinal));
        Assert.False(await drained.Guard());
    }

    [Fact]
    public async Task A_service_that_takes_no_requests_is_not_ready()
    {
        await using TestGateway gateway = await TestGateway.SayAsync("Hello");
        gateway.Service.Status = new TokenServiceStatus { Fault = "engine: broken" };
        using HttpResponseMessage response = await gateway.Client.GetAsync("/health/ready");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "engine: broken"), ((await ErrorReply.ReadAsync(response)).Status, (await ErrorReply.ReadAsync(response)).Message));
    }
}
