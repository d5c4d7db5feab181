using System.ClientModel;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Tests.Scripts;
using ElasticMoE.Gateway.Tests.Servers;
using ElasticMoE.Model.Chat;
using OpenAI.Chat;

namespace ElasticMoE.Gateway.Tests.Sdk;

/// <summary>The OpenAI SDK for .NET with answers that can't be had from a small model at will: tool calls and failures.</summary>
public sealed class OpenAiSdkScriptTests
{
    private const string CallText = "Let me see.<tool_call>{\"name\": \"add\", \"arguments\": {\"a\": 40, \"b\": 64}}</tool_call><tool_call>{\"name\": \"now\", \"arguments\": {}}</tool_call>";

    [Fact]
    public async Task Tools_reach_the_template_and_calls_the_client_streamed_and_not()
    {
        using var model = new ToolModel();
        await using TestGateway gateway = await TestGateway.StartAsync(_ => Script.Of(TestGateway.Ids(CallText)), format: model.Format);
        ChatClient chat = SdkClients.New(gateway.Server.Url).GetChatClient("tiny");
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("add", "Adds.", BinaryData.FromString("""{"type":"object","properties":{"a":{"type":"integer"}}}""")) } };
        ChatCompletion answer = await chat.CompleteChatAsync([new UserChatMessage("Add 40 and 64.")], options);
        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
        Assert.Equal("Let me see.", answer.Content[0].Text);
        Assert.Equal(["add {\"a\": 40, \"b\": 64}", "now {}"], answer.ToolCalls.Select(call => $"{call.FunctionName} {call.FunctionArguments}"));
        Assert.Contains("[TOOLS add]", model.Format.Tokenizer.Decode(gateway.Service.Requests.First().Tokens.Span, skipSpecial: false));
        var calls = new List<string>();
        await foreach (StreamingChatCompletionUpdate update in chat.CompleteChatStreamingAsync([new UserChatMessage("Add 40 and 64.")], options))
            calls.AddRange(update.ToolCallUpdates.Select(call => $"{call.Index} {call.FunctionName} {call.FunctionArgumentsUpdate}"));
        Assert.Equal(["0 add {\"a\": 40, \"b\": 64}", "1 now {}"], calls);
        ChatMessage[] goesOn = [new UserChatMessage("Add 40 and 64."), new AssistantChatMessage(answer), new ToolChatMessage(answer.ToolCalls[0].Id, "104"), new ToolChatMessage(answer.ToolCalls[1].Id, "noon")];
        await chat.CompleteChatAsync(goesOn, options);
        Assert.Contains("[CALL add 40][CALL now ][RESULT 104][RESULT noon]", model.Format.Tokenizer.Decode(gateway.Service.Requests.Last().Tokens.Span, skipSpecial: false));
    }

    [Fact]
    public async Task A_failure_in_mid_stream_is_an_error_and_never_a_clean_end()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(_ => Script.Failing(RequestFailure.Unavailable, "all replicas are gone", TestGateway.Ids("Hello")));
        ChatClient chat = SdkClients.New(gateway.Server.Url).GetChatClient("tiny");
        string text = "";
        Exception failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (StreamingChatCompletionUpdate update in chat.CompleteChatStreamingAsync([new UserChatMessage("Hi")]))
                text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        });
        Assert.IsNotType<OperationCanceledException>(failure);
        Assert.True(text is "" or "Hello");
    }

    [Theory]
    [InlineData(RequestFailure.Busy, 429)]
    [InlineData(RequestFailure.Unavailable, 503)]
    [InlineData(RequestFailure.Failed, 500)]
    public async Task A_failure_before_the_first_token_is_its_status(object failure, int status)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(_ => Script.Failing((RequestFailure)failure, "it is so"));
        ChatClient chat = SdkClients.New(gateway.Server.Url).GetChatClient("tiny");
        ClientResultException refused = await Assert.ThrowsAsync<ClientResultException>(() => chat.CompleteChatAsync([new UserChatMessage("Hi")]));
        Assert.Equal(status, refused.Status);
        Assert.Contains("it is so", refused.Message);
    }

    [Fact]
    public async Task Three_choices_come_with_their_numbers()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(request => Script.Of(TestGateway.Ids($"choice {request.Choice}")));
        using HttpResponseMessage response = await gateway.PostAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}],"n":3}""");
        string text = await response.Content.ReadAsStringAsync();
        for (int choice = 0; choice < 3; choice++)
            Assert.Contains($$"""{"index":{{choice}},"message":{"role":"assistant","content":"choice {{choice}}" """.TrimEnd(), text);
    }
}
