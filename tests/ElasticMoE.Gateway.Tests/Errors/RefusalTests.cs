using System.Net;
using ElasticMoE.Gateway.Keys;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Tests.Scripts;
using ElasticMoE.Gateway.Tests.Servers;

namespace ElasticMoE.Gateway.Tests.Errors;

/// <summary>Every way to be refused, with status, field and code.</summary>
public sealed class RefusalTests
{
    private const string Chat = "/v1/chat/completions", Messages = """ "messages":[{"role":"user","content":"Hi"}] """;

    public static TheoryData<string, string, string?, string> BadFields => new()
    {
        { Chat, "{", null, "invalid_json" },
        { Chat, "[]", null, "invalid_type" },
        { Chat, "{}", "messages", "missing_required_parameter" },
        { Chat, """{"messages":[]}""", "messages", "invalid_value" },
        { Chat, """{"messages":"Hi"}""", "messages", "invalid_type" },
        { Chat, """{"messages":[{"content":"Hi"}]}""", "messages[0].role", "missing_required_parameter" },
        { Chat, """{"messages":[{"role":"king","content":"Hi"}]}""", "messages[0].role", "invalid_value" },
        { Chat, """{"messages":[{"role":"user"}]}""", "messages[0].content", "missing_required_parameter" },
        { Chat, """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{}}]}]}""", "messages[0].content[0].type", "unsupported_value" },
        { Chat, """{"messages":[{"role":"user","content":"\ud800"}]}""", "messages[0].content", "invalid_value" },
        { Chat, "{" + Messages + ""","temperature":"hot"}""", "temperature", "invalid_type" },
        { Chat, "{" + Messages + ""","temperature":1e400}""", "temperature", "invalid_value" },
        { Chat, "{" + Messages + ""","top_p":0}""", "top_p", "invalid_value" },
        { Chat, "{" + Messages + ""","n":0}""", "n", "invalid_value" },
        { Chat, "{" + Messages + ""","n":129}""", "n", "invalid_value" },
        { Chat, "{" + Messages + ""","n":1.5}""", "n", "invalid_value" },
        { Chat, "{" + Messages + ""","max_tokens":0}""", "max_tokens", "invalid_value" },
        { Chat, "{" + Messages + ""","stop":[""]}""", "stop", "invalid_value" },
        { Chat, "{" + Messages + ""","stop":["a",1]}""", "stop", "invalid_type" },
        { Chat, "{" + Messages + ""","stop":["1","2","3","4","5","6","7","8","9","a","b","c","d","e","f","g","h"]}""", "stop", "invalid_value" },
        { Chat, "{" + Messages + ""","logit_bias":{"x":1}}""", "logit_bias.x", "invalid_value" },
        { Chat, "{" + Messages + ""","logit_bias":{"5000":1}}""", "logit_bias", "invalid_value" },
        { Chat, "{" + Messages + ""","top_logprobs":3}""", "top_logprobs", "invalid_value" },
        { Chat, "{" + Messages + ""","logprobs":true,"top_logprobs":21}""", "top_logprobs", "invalid_value" },
        { Chat, "{" + Messages + ""","stream":1}""", "stream", "invalid_type" },
        { Chat, "{" + Messages + ""","stream_options":{"include_usage":true}}""", "stream_options", "invalid_value" },
        { Chat, "{" + Messages + ""","response_format":{"type":"xml"}}""", "response_format.type", "invalid_value" },
        { Chat, "{" + Messages + ""","response_format":{"type":"json_schema"}}""", "response_format.json_schema", "missing_required_parameter" },
        { Chat, "{" + Messages + ""","tools":[{"type":"function"}]}""", "tools[0].function", "missing_required_parameter" },
        { Chat, "{" + Messages + ""","tools":[{"type":"function","function":{"name":"f"}}]}""", "tools", "unsupported_value" },
        { Chat, "{" + Messages + ""","tool_choice":"maybe"}""", "tool_choice", "invalid_value" },
        { Chat, $$"""{"messages":[{"role":"user","content":"{{new string('x', 3000)}}"}]}""", "messages", "context_length_exceeded" },
        { "/v1/completions", "{}", "prompt", "missing_required_parameter" },
        { "/v1/completions", """{"prompt":""}""", "prompt", "invalid_value" },
        { "/v1/completions", """{"prompt":[]}""", "prompt", "invalid_value" },
        { "/v1/completions", """{"prompt":[2048]}""", "prompt", "invalid_value" },
        { "/v1/completions", """{"prompt":[1,"a"]}""", "prompt", "invalid_value" },
        { "/v1/completions", """{"prompt":"Hi","suffix":"!"}""", "suffix", "unsupported_value" },
        { "/v1/completions", """{"prompt":"Hi","best_of":2}""", "best_of", "unsupported_value" },
        { "/v1/completions", """{"prompt":"Hi","echo":true,"logprobs":1}""", "echo", "unsupported_value" },
        { "/tokenize", "{}", "prompt", "missing_required_parameter" },
        { "/detokenize", """{"tokens":"1"}""", "tokens", "invalid_type" },
        { "/apply-template", "{}", "messages", "missing_required_parameter" },
    };

    [Theory]
    [MemberData(nameof(BadFields), DisableDiscoveryEnumeration = true)]
    public async Task A_bad_field_is_400_and_named(string path, string json, string? param, string code)
    {
        await using TestGateway gateway = await TestGateway.SayAsync("Hello");
        using HttpResponseMessage response = await gateway.PostAsync(path, json);
        ErrorReply error = await ErrorReply.ReadAsync(response);
        Assert.Equal((HttpStatusCode.BadRequest, param, code, "invalid_request_error"), (error.Status, error.Param, error.Code, error.Type));
    }

    [Fact]
    public async Task Unknown_fields_are_accepted_and_logged_once()
    {
        await using TestGateway gateway = await TestGateway.SayAsync("Hello");
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage response = await gateway.PostAsync(Chat, "{" + Messages + ""","temprature":1,"user":"u"}""");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        Assert.Single(gateway.Log, line => line.Contains("'temprature'", StringComparison.Ordinal));
        Assert.DoesNotContain(gateway.Log, line => line.Contains("'user'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_or_a_path_that_does_not_exist_is_404()
    {
        await using TestGateway gateway = await TestGateway.SayAsync("Hello");
        using HttpResponseMessage model = await gateway.PostAsync(Chat, "{\"model\":\"other\"," + Messages + "}");
        ErrorReply error = await ErrorReply.ReadAsync(model);
        Assert.Equal((HttpStatusCode.NotFound, "model", "model_not_found"), (error.Status, error.Param, error.Code));
        using HttpResponseMessage card = await gateway.Client.GetAsync("/v1/models/other/one");
        Assert.Equal("model_not_found", (await ErrorReply.ReadAsync(card)).Code);
        using HttpResponseMessage path = await gateway.Client.GetAsync("/v2");
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), ((await ErrorReply.ReadAsync(path)).Status, (await ErrorReply.ReadAsync(path)).Code));
        using HttpResponseMessage method = await gateway.Client.DeleteAsync("/v1/models");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await ErrorReply.ReadAsync(method)).Status);
    }

    [Fact]
    public async Task Without_a_right_key_it_is_401_and_keys_are_never_logged()
    {
        var options = new GatewayOptions { Keys = ApiKeys.Parse("secret-one name=a\nsecret-two name=b", "keys") };
        await using TestGateway gateway = await TestGateway.SayAsync("Hello", options);
        foreach (string? key in (string?[])[null, "secret", "secret-one2", "secret-two"])
        {
            gateway.Client.DefaultRequestHeaders.Authorization = key is null ? null : new("Bearer", key);
            using HttpResponseMessage response = await gateway.PostAsync(Chat, "{" + Messages + """}""");
            if (key == "secret-two")
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            else
                Assert.Equal((HttpStatusCode.Unauthorized, "invalid_api_key"), ((await ErrorReply.ReadAsync(response)).Status, (await ErrorReply.ReadAsync(response)).Code));
        }
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/health/ready")).StatusCode);
        Assert.DoesNotContain(gateway.Log, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_413()
    {
        await using TestGateway gateway = await TestGateway.SayAsync("Hello", new GatewayOptions { BodyBytesMax = 1000 });
        using HttpResponseMessage response = await gateway.PostAsync(Chat, new string(' ', 1001));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "request_too_large"), ((await ErrorReply.ReadAsync(response)).Status, (await ErrorReply.ReadAsync(response)).Code));
        using var chunked = new HttpRequestMessage(HttpMethod.Post, Chat) { Content = new StringContent(new string(' ', 1001)) };
        chunked.Headers.TransferEncodingChunked = true;
        using HttpResponseMessage second = await gateway.Client.SendAsync(chunked);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await ErrorReply.ReadAsync(second)).Status);
    }

    [Fact]
    public async Task A_key_past_its_rate_or_its_number_at_a_time_is_429()
    {
        var gate = new TaskCompletionSource();
        var options = new GatewayOptions { Keys = ApiKeys.Parse("slow-key-1 rpm=2\nnarrow-key concurrent=1", "keys") };
        await using TestGateway gateway = await TestGateway.StartAsync(_ => Script.Of(TestGateway.Ids("Hello")) with { Gates = new Dictionary<int, Task> { [0] = gate.Task } }, options);
        gateway.Client.DefaultRequestHeaders.Authorization = new("Bearer", "narrow-key");
        Task<HttpResponseMessage> first = gateway.PostAsync(Chat, "{" + Messages + """}""");
        await Waits.UntilAsync(() => !gateway.Service.Requests.IsEmpty);
        using HttpResponseMessage second = await gateway.PostAsync(Chat, "{" + Messages + """}""");
        await IsTooManyAsync(second);
        gate.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        gateway.Client.DefaultRequestHeaders.Authorization = new("Bearer", "slow-key-1");
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage response = await gateway.PostAsync(Chat, "{" + Messages + """}""");
            if (i < 2)
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            else
                await IsTooManyAsync(response);
        }
    }

    [Fact]
    public async Task A_full_queue_is_429()
    {
        var gate = new TaskCompletionSource();
        var options = new GatewayOptions { RunningTokensMax = 1, WaitingTokensMax = 20 };
        await using TestGateway gateway = await TestGateway.StartAsync(_ => Script.Of(TestGateway.Ids("Hello")) with { Gates = new Dictionary<int, Task> { [0] = gate.Task } }, options);
        string small = "{" + Messages + ""","max_tokens":10}""";
        Task<HttpResponseMessage>[] served = [gateway.PostAsync(Chat, small), gateway.PostAsync(Chat, small)];
        await Waits.UntilAsync(() => gateway.Server.OpenRequests == 2 && MetricOf(gateway, "emoe_admission_waiting_tokens") == 15);
        using HttpResponseMessage third = await gateway.PostAsync(Chat, small);
        await IsTooManyAsync(third);
        gate.SetResult();
        foreach (HttpResponseMessage response in await Task.WhenAll(served))
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_request_id_is_echoed_or_made()
    {
        await using TestGateway gateway = await TestGateway.SayAsync("Hello");
        gateway.Client.DefaultRequestHeaders.Add("X-Request-Id", "mine-17");
        using HttpResponseMessage echoed = await gateway.PostAsync(Chat, "{}");
        Assert.Equal(["mine-17"], echoed.Headers.GetValues("X-Request-Id"));
        gateway.Client.DefaultRequestHeaders.Remove("X-Request-Id");
        gateway.Client.DefaultRequestHeaders.Add("X-Request-Id", new string('x', 500));
        using HttpResponseMessage made = await gateway.Client.GetAsync("/version");
        Assert.StartsWith("req-", made.Headers.GetValues("X-Request-Id").Single());
    }

    [Fact]
    public async Task Prompts_are_logged_only_where_that_is_switched_on()
    {
        foreach (bool on in (bool[])[false, true])
        {
            await using TestGateway gateway = await TestGateway.SayAsync("Hello", new GatewayOptions { LogsPrompts = on });
            (await gateway.PostAsync(Chat, """{"messages":[{"role":"user","content":"confidential"}]}""")).Dispose();
            Assert.Equal(on, gateway.Log.Any(line => line.Contains("confidential", StringComparison.Ordinal)));
        }
    }

    private static double MetricOf(TestGateway gateway, string name)
    {
        string page = gateway.Client.GetStringAsync("/metrics").GetAwaiter().GetResult();
        return double.Parse(page.Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task IsTooManyAsync(HttpResponseMessage response)
    {
        ErrorReply error = await ErrorReply.ReadAsync(response);
        Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limit_exceeded"), (error.Status, error.Code));
        Assert.InRange(int.Parse(error.RetryAfter!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);
    }
}
