using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Tests.Scripts;
using ElasticMoE.Gateway.Tests.Servers;

namespace ElasticMoE.Gateway.Tests.Wire;

/// <summary>The exact bytes of text completions.</summary>
public sealed class CompletionWireTests
{
    private const string Path = "/v1/completions";
    private const string Head = """{"id":"cmpl-1","object":"text_completion","created":1700000000,"model":"tiny","system_fingerprint":"fp_0","choices":[""";

    [Fact]
    public async Task A_stream_ends_with_reason_usage_and_done()
    {
        await using TestGateway gateway = await StartAsync();
        Assert.Equal(
            $$$$"""
            data: {{{{Head}}}}{"text":"Hi","index":0,"logprobs":null,"finish_reason":null}]}

            data: {{{{Head}}}}{"text":"Hello","index":0,"logprobs":null,"finish_reason":null}]}

            data: {{{{Head}}}}{"text":"","index":0,"logprobs":null,"finish_reason":"stop"}]}

            data: {{{{Head}}}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"prompt_tokens_details":{"cached_tokens":1}}}

            data: [DONE]


            """,
            await gateway.TextAsync(Path, """{"prompt":"Hi","echo":true,"stream":true,"stream_options":{"include_usage":true}}"""));
    }

    [Fact]
    public async Task Every_prompt_has_its_choices_and_its_logprobs()
    {
        await using TestGateway gateway = await StartAsync();
        const string logprobs = """{"text_offset":[0],"token_logprobs":[-0.5],"tokens":["Hello"],"top_logprobs":[{"Hello":-0.5}]}""";
        Assert.Equal(
            $$$$"""{{{{Head}}}}{"text":"Hello","index":0,"logprobs":{{{{logprobs}}}},"finish_reason":"stop"},{"text":"Hello","index":1,"logprobs":{{{{logprobs}}}},"finish_reason":"stop"}],"usage":{"prompt_tokens":4,"completion_tokens":2,"total_tokens":6,"prompt_tokens_details":{"cached_tokens":2}}}""",
            await gateway.TextAsync(Path, """{"prompt":["Hi",[5,6,7]],"logprobs":1}"""));
    }

    private static Task<TestGateway> StartAsync() =>
        TestGateway.StartAsync(_ => Script.Of(TestGateway.Ids("Hello")), new GatewayOptions { Time = new FixedTime(), NewId = () => "1" });
}
