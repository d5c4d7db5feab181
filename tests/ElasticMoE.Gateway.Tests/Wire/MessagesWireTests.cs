using System.Net;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Tests.Scripts;
using ElasticMoE.Gateway.Tests.Servers;

namespace ElasticMoE.Gateway.Tests.Wire;

/// <summary>The exact bytes of the messages interface.</summary>
public sealed class MessagesWireTests
{
    private const string Path = "/v1/messages";
    private const string Streamed = """{"max_tokens":50,"messages":[{"role":"user","content":"Hi"}],"stream":true}""";

    [Fact]
    public async Task A_stream_opens_fills_and_closes_its_blocks()
    {
        await using TestGateway gateway = await StartAsync(_ => Script.Of(TestGateway.Ids("Hello")));
        Assert.Equal(
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"tiny","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":5,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":4,"cache_creation_input_tokens":0,"cache_read_input_tokens":1,"output_tokens":1}}

            event: message_stop
            data: {"type":"message_stop"}


            """,
            await gateway.TextAsync(Path, Streamed));
    }

    [Fact]
    public async Task A_stop_sequence_is_named()
    {
        await using TestGateway gateway = await StartAsync(_ => Script.Of(TestGateway.Ids("one STOP two")));
        Assert.Equal(
            """{"id":"msg_1","type":"message","role":"assistant","model":"tiny","content":[{"type":"text","text":"one "}],"stop_reason":"stop_sequence","stop_sequence":"STOP","usage":{"input_tokens":4,"cache_creation_input_tokens":0,"cache_read_input_tokens":1,"output_tokens":5}}""",
            System.Text.RegularExpressions.Regex.Replace(
                await gateway.TextAsync(Path, """{"max_tokens":50,"stop_sequences":["STOP"],"messages":[{"role":"user","content":[{"type":"text","text":"H"},{"type":"text","text":"i"}]}]}"""),
                "\"output_tokens\":[0-9]+",
                "\"output_tokens\":5"));
    }

    [Fact]
    public async Task Tools_and_their_results_reach_the_template_and_calls_the_client()
    {
        using var model = new ToolModel();
        await using TestGateway gateway = await StartAsync(_ => Script.Of(TestGateway.Ids("So.<tool_call>{\"name\": \"add\", \"arguments\": {\"a\": 40}}</tool_call>")), model);
        const string request = """
            {"max_tokens":50,"system":"Be brief.","tools":[{"name":"add","description":"Adds.","input_schema":{"type":"object"}}],"messages":[
             {"role":"user","content":"Hi"},
             {"role":"assistant","content":[{"type":"text","text":"Wait."},{"type":"tool_use","id":"t1","name":"add","input":{"a":1}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"2"}]}]}],"stream":STREAM}
            """;
        string whole = await gateway.TextAsync(Path, request.Replace("STREAM", "false", StringComparison.Ordinal));
        Assert.Contains("""[{"type":"text","text":"So."},{"type":"tool_use","id":"toolu_1","name":"add","input":{"a":40}}],"stop_reason":"tool_use" """.TrimEnd(), whole);
        string prompt = model.Format.Tokenizer.Decode(gateway.Service.Requests.First().Tokens.Span, skipSpecial: false);
        Assert.Contains("[TOOLS add]", prompt);
        Assert.Contains("[CALL add 1][RESULT 2]", prompt);
        string stream = await gateway.TextAsync(Path, request.Replace("STREAM", "true", StringComparison.Ordinal));
        Assert.Contains("""{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"add","input":{}}}""", stream);
        Assert.Contains("""{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\": 40}"}}""", stream);
        Assert.Contains("""{"stop_reason":"tool_use","stop_sequence":null}""", stream);
    }

    [Fact]
    public async Task Errors_say_that_they_are_errors()
    {
        await using TestGateway gateway = await StartAsync(_ => Script.Failing(RequestFailure.Unavailable, "all replicas are gone"));
        using HttpResponseMessage missing = await gateway.PostAsync(Path, """{"messages":[{"role":"user","content":"Hi"}]}""");
        Assert.Equal(HttpStatusCode.BadRequest, missing.StatusCode);
        Assert.Equal(
            """{"type":"error","error":{"message":"max_tokens: is missing","type":"invalid_request_error","param":"max_tokens","code":"missing_required_parameter"}}""",
            await missing.Content.ReadAsStringAsync());
        using HttpResponseMessage failed = await gateway.PostAsync(Path, Streamed);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
    }

    private static Task<TestGateway> StartAsync(Func<TokenRequest, Script> write, ToolModel? model = null) =>
        TestGateway.StartAsync(write, new GatewayOptions { Time = new FixedTime(), NewId = () => "1" }, model?.Format);
}
