using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Tests.Scripts;
using ElasticMoE.Gateway.Tests.Servers;

namespace ElasticMoE.Gateway.Tests.Wire;

/// <summary>The exact bytes of chat completions.</summary>
public sealed class ChatWireTests
{
    private const string Path = "/v1/chat/completions";
    private const string Head = """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"tiny","system_fingerprint":"fp_0","choices":[""";

    [Fact]
    public async Task A_stream_begins_with_the_role_and_ends_with_reason_usage_and_done()
    {
        await using TestGateway gateway = await StartAsync("Hello");
        string text = await gateway.TextAsync(Path, """{"messages":[{"role":"user","content":"Hi"}],"stream":true,"stream_options":{"include_usage":true}}""");
        Assert.Equal(
            $$$$"""
            data: {{{{Head}}}}{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}

            data: {{{{Head}}}}{"index":0,"delta":{"content":"Hello"},"logprobs":null,"finish_reason":null}]}

            data: {{{{Head}}}}{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}

            data: {{{{Head}}}}],"usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6,"prompt_tokens_details":{"cached_tokens":1}}}

            data: [DONE]


            """,
            text);
    }

    [Fact]
    public async Task The_headers_of_a_stream_keep_proxies_from_holding_it_back()
    {
        await using TestGateway gateway = await StartAsync("Hello");
        using HttpResponseMessage response = await gateway.PostAsync(Path, """{"messages":[{"role":"user","content":"Hi"}],"stream":true}""");
        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
        Assert.Equal(["no"], response.Headers.GetValues("X-Accel-Buffering"));
    }

    [Fact]
    public async Task A_whole_answer()
    {
        await using TestGateway gateway = await StartAsync("Hello");
        string text = await gateway.TextAsync(Path, """{"messages":[{"role":"user","content":"Hi"}]}""");
        Assert.Equal(
            """{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"tiny","system_fingerprint":"fp_0","choices":[{"index":0,"message":{"role":"assistant","content":"Hello","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6,"prompt_tokens_details":{"cached_tokens":1}}}""",
            text);
    }

    [Fact]
    public async Task Logprobs_list_every_token_that_has_text()
    {
        int[] ids = [.. TestGateway.Ids("é"), 1];
        await using TestGateway gateway = await StartAsync(_ => Script.Of(ids));
        string text = await gateway.TextAsync(Path, """{"messages":[{"role":"user","content":"Hi"}],"logprobs":true,"top_logprobs":1,"stream":true}""");
        Assert.Equal(2, ids.Length - 1);
        Assert.Contains(
            """
            "delta":{"content":"é"},"logprobs":{"content":[{"token":"�","logprob":-0.5,"bytes":[195],"top_logprobs":[{"token":"�","logprob":-0.5,"bytes":[195]}]},{"token":"�","logprob":-0.5,"bytes":[169],"top_logprobs":[{"token":"�","logprob":-0.5,"bytes":[169]}]}]},"finish_reason":null}]}
            """,
            text);
        Assert.Contains("""{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}""", text);
    }

    [Fact]
    public async Task Choices_carry_their_numbers_and_their_ends()
    {
        await using TestGateway gateway = await StartAsync(request => Script.Of(TestGateway.Ids("Hello"), request.Choice == 1 ? FinishReason.Length : FinishReason.Stop));
        string text = await gateway.TextAsync(Path, """{"messages":[{"role":"user","content":"Hi"}],"n":3,"stream":true,"stream_options":{"include_usage":true}}""");
        Assert.Equal([0u, 1u, 2u], gateway.Service.Requests.Select(request => request.Choice).Order());
        for (int choice = 0; choice < 3; choice++)
        {
            Assert.Contains($$"""{"index":{{choice}},"delta":{"role":"assistant","content":""}""", text);
            Assert.Contains($$"""{"index":{{choice}},"delta":{},"logprobs":null,"finish_reason":"{{(choice == 1 ? "length" : "stop")}}"}""", text);
        }
        Assert.Contains("""[],"usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8,"prompt_tokens_details":{"cached_tokens":1}}}""", text);
    }

    [Fact]
    public async Task Text_is_not_escaped_more_than_needed()
    {
        await using TestGateway gateway = await StartAsync("<b> & 'ü'\n\"x\"");
        string text = await gateway.TextAsync(Path, """{"messages":[{"role":"user","content":"Hi"}]}""");
        Assert.Contains("""
            "content":"<b> & 'ü'\n\"x\""
            """, text);
    }

    private static Task<TestGateway> StartAsync(string text) => StartAsync(_ => Script.Of(TestGateway.Ids(text)));

    private static Task<TestGateway> StartAsync(Func<TokenRequest, Script> write) =>
        TestGateway.StartAsync(write, new GatewayOptions { Time = new FixedTime(), NewId = () => "1" });
}
