using System.Text.Json;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Tests.Scripts;
using ElasticMoE.Gateway.Tests.Servers;

namespace ElasticMoE.Gateway.Tests.Wire;

/// <summary>The responses interface: the order of its events (of several deltas in a row one counts), its items, and what it refuses.</summary>
public sealed class ResponseWireTests
{
    private const string Path = "/v1/responses";

    [Fact]
    public async Task Items_are_opened_filled_and_closed_in_order()
    {
        using var model = new ToolModel();
        await using TestGateway gateway = await StartAsync("So.<tool_call>{\"name\": \"add\", \"arguments\": {\"a\": 40}}</tool_call>", model);
        const string request = """
            {"instructions":"Be brief.","stream":true,"tools":[{"type":"function","name":"add","parameters":{"type":"object"}}],"input":[
             {"role":"user","content":[{"type":"input_text","text":"Hi"}]},
             {"type":"function_call","call_id":"c1","name":"add","arguments":"{\"a\":1}"},
             {"type":"function_call_output","call_id":"c1","output":"2"}]}
            """;
        JsonElement[] events = Events(await gateway.TextAsync(Path, request));
        string[] types = [.. events.Select(item => item.GetProperty("type").GetString()!)];
        Assert.Equal(
            [
                "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added", "response.output_text.delta",
                "response.output_text.done", "response.content_part.done", "response.output_item.done", "response.output_item.added",
                "response.function_call_arguments.delta", "response.function_call_arguments.done", "response.output_item.done", "response.completed",
            ],
            types.Where((type, i) => i == 0 || type != types[i - 1]));
        Assert.Equal(Enumerable.Range(0, events.Length), events.Select(item => item.GetProperty("sequence_number").GetInt32()));
        JsonElement output = events[^1].GetProperty("response").GetProperty("output");
        Assert.Equal("So.", output[0].GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal(("add", "{\"a\": 40}"), (output[1].GetProperty("name").GetString(), output[1].GetProperty("arguments").GetString()));
        string prompt = model.Format.Tokenizer.Decode(gateway.Service.Requests.First().Tokens.Span, skipSpecial: false);
        Assert.Contains("[CALL add 1][RESULT 2]", prompt);
        Assert.Contains("Be brief.", prompt);
    }

    [Fact]
    public async Task An_answer_that_was_cut_is_incomplete()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(_ => Script.Of(TestGateway.Ids("Hello"), FinishReason.Length));
        using JsonDocument answer = JsonDocument.Parse(await gateway.TextAsync(Path, """{"input":"Hi","max_output_tokens":1}"""));
        Assert.Equal("incomplete", answer.RootElement.GetProperty("status").GetString());
        Assert.Equal("max_output_tokens", answer.RootElement.GetProperty("incomplete_details").GetProperty("reason").GetString());
        Assert.Equal(1, gateway.Service.Requests.Single().OutputMax);
    }

    [Theory]
    [InlineData("""{"input":"Hi","previous_response_id":"r"}""", "previous_response_id")]
    [InlineData("""{"input":"Hi","background":true}""", "background")]
    [InlineData("""{"input":[{"type":"item_reference","id":"x"}]}""", "input[0].type")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image"}]}]}""", "input[0].content[0].type")]
    public async Task What_needs_a_store_or_eyes_is_refused(string json, string param)
    {
        await using TestGateway gateway = await TestGateway.SayAsync("Hello");
        using HttpResponseMessage response = await gateway.PostAsync(Path, json);
        ErrorReply error = await ErrorReply.ReadAsync(response);
        Assert.Equal((param, "unsupported_value"), (error.Param, error.Code));
    }

    private static JsonElement[] Events(string stream) =>
        [.. stream.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => JsonElement.Parse(line["data: ".Length..]))];

    private static Task<TestGateway> StartAsync(string text, ToolModel model) =>
        TestGateway.StartAsync(_ => Script.Of(TestGateway.Ids(text)), new GatewayOptions { Time = new FixedTime() }, model.Format);
}
