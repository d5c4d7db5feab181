using System.ClientModel;
using System.Text.Json;
using ElasticMoE.Gateway.Tests.Sdk;
using ElasticMoE.Gateway.Tests.Servers;
using OpenAI.Chat;

namespace ElasticMoE.Gateway.Tests.Formats;

/// <summary>Schemas and tool choices over HTTP, kept to by the small model, which by itself knows nothing of them.</summary>
public sealed class StructuredAnswerTests(RealGateway gateway) : IClassFixture<RealGateway>
{
    private const string Person = """
        {"type":"object","properties":{"name":{"type":"string","maxLength":10},"age":{"type":"integer","minimum":18,"maximum":99},"color":{"enum":["red","green"]}},"required":["name","age","color"],"additionalProperties":false}
        """;

    private const string Adding = """{"type":"object","properties":{"a":{"type":"integer","minimum":0,"maximum":9},"b":{"type":"integer","minimum":10,"maximum":19}},"required":["a","b"],"additionalProperties":false}""";

    private static readonly ChatTool s_add = ChatTool.CreateFunctionTool("add", "Adds.", BinaryData.FromString(Adding), functionSchemaIsStrict: true);
    private static readonly ChatTool s_paint = ChatTool.CreateFunctionTool("paint", "Paints.", BinaryData.FromString("""{"type":"object","properties":{"color":{"enum":["red"]}},"required":["color"]}"""));

    private ChatClient Chat => SdkClients.New(gateway.Url).GetChatClient("emoe-mini");

    [Theory]
    [InlineData(0f)]
    [InlineData(1.5f)]
    public async Task The_sdks_json_schema_is_kept_to_whole_and_streamed(float temperature)
    {
        ChatCompletionOptions options = Options(temperature);
        options.ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("person", BinaryData.FromString(Person), jsonSchemaIsStrict: true);
        ChatCompletion whole = await Chat.CompleteChatAsync([new UserChatMessage("Who are you?")], options);
        CheckPerson(whole.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, whole.FinishReason);
        string streamed = "";
        await foreach (StreamingChatCompletionUpdate update in Chat.CompleteChatStreamingAsync([new UserChatMessage("Who are you?")], options))
            streamed += string.Concat(update.ContentUpdate.Select(part => part.Text));
        Assert.Equal(whole.Content[0].Text, streamed);
    }

    [Fact]
    public async Task Any_json_object_can_be_asked_for()
    {
        ChatCompletionOptions options = Options(0);
        options.ResponseFormat = ChatResponseFormat.CreateJsonObjectFormat();
        ChatCompletion answer = await Chat.CompleteChatAsync([new UserChatMessage("Make JSON: Anna is 31.")], options);
        if (answer.FinishReason == ChatFinishReason.Stop)
            Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(answer.Content[0].Text).RootElement.ValueKind);
        else
            Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1.5f)]
    public async Task A_required_call_comes_with_arguments_of_its_schema(float temperature)
    {
        ChatCompletionOptions options = Options(temperature);
        (options.ToolChoice, options.AllowParallelToolCalls) = (ChatToolChoice.CreateRequiredChoice(), false);
        options.Tools.Add(s_add);
        options.Tools.Add(s_paint);
        ChatCompletion answer = await Chat.CompleteChatAsync([new UserChatMessage("Add 4 and 12.")], options);
        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
        CheckCall(Assert.Single(answer.ToolCalls));
        var calls = new List<string>();
        await foreach (StreamingChatCompletionUpdate update in Chat.CompleteChatStreamingAsync([new UserChatMessage("Add 4 and 12.")], options))
            calls.AddRange(update.ToolCallUpdates.Select(call => $"{call.FunctionName} {call.FunctionArgumentsUpdate}"));
        Assert.Equal([$"{answer.ToolCalls[0].FunctionName} {answer.ToolCalls[0].FunctionArguments}"], calls);
    }

    [Fact]
    public async Task A_named_function_is_the_one_that_is_called()
    {
        ChatCompletionOptions options = Options(1.5f);
        options.ToolChoice = ChatToolChoice.CreateFunctionChoice("add");
        options.Tools.Add(s_paint);
        options.Tools.Add(s_add);
        ChatCompletion answer = await Chat.CompleteChatAsync([new UserChatMessage("Paint it.")], options);
        ChatToolCall call = Assert.Single(answer.ToolCalls);
        Assert.Equal("add", call.FunctionName);
        CheckCall(call);
    }

    [Fact]
    public async Task Strict_tools_leave_plain_answers_as_they_are()
    {
        ChatCompletionOptions options = Options(0);
        options.Tools.Add(s_add);
        ChatCompletion answer = await Chat.CompleteChatAsync([new UserChatMessage("Add 40 and 64.")], options);
        ChatCompletionOptions loose = Options(0);
        loose.Tools.Add(ChatTool.CreateFunctionTool("add", "Adds.", BinaryData.FromString(Adding)));
        ChatCompletion same = await Chat.CompleteChatAsync([new UserChatMessage("Add 40 and 64.")], loose);
        Assert.Equal(same.Content[0].Text, answer.Content[0].Text);
    }

    [Fact]
    public async Task Every_interface_binds_its_answers()
    {
        (int status, string text) = await PostAsync("/v1/completions", """{"prompt":"Who?","max_tokens":90,"n":3,"temperature":1,"seed":3,"response_format":{"type":"json_schema","json_schema":{"schema":PERSON}}}""");
        Assert.Equal(200, status);
        foreach (JsonElement choice in JsonDocument.Parse(text).RootElement.GetProperty("choices").EnumerateArray())
            CheckPerson(choice.GetProperty("text").GetString()!);
        (_, text) = await PostAsync("/v1/responses", """{"input":"Who?","max_output_tokens":90,"text":{"format":{"type":"json_schema","name":"p","schema":PERSON}}}""");
        CheckPerson(JsonDocument.Parse(text).RootElement.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString()!);
        (_, text) = await PostAsync("/v1/responses", """{"input":"Add.","max_output_tokens":400,"tool_choice":{"type":"function","name":"add"},"tools":[{"type":"function","name":"add","parameters":ADDING}]}""");
        Assert.Equal("add", JsonDocument.Parse(text).RootElement.GetProperty("output")[0].GetProperty("name").GetString());
        (_, text) = await PostAsync("/v1/messages", """{"max_tokens":400,"messages":[{"role":"user","content":"Add."}],"tool_choice":{"type":"any","disable_parallel_tool_use":true},"tools":[{"name":"add","input_schema":ADDING}]}""");
        JsonElement message = JsonDocument.Parse(text).RootElement;
        Assert.Equal(("tool_use", "tool_use"), (message.GetProperty("stop_reason").GetString(), message.GetProperty("content")[0].GetProperty("type").GetString()));
        Assert.InRange(message.GetProperty("content")[0].GetProperty("input").GetProperty("b").GetInt32(), 10, 19);
    }

    [Theory]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"array","uniqueItems":true}}}}""", "response_format", "schema#/uniqueItems: is not supported")]
    [InlineData("""{"stream":true,"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"string","pattern":"(?<=a)b"}}}}""", "response_format", "schema#/pattern: looks ahead or behind")]
    [InlineData("""{"tool_choice":"required","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"a":{"not":{}}}}}}]}""", "tools", "tools[0].function.parameters#/properties/a/not: is not supported")]
    [InlineData("""{"tool_choice":{"type":"function","function":{"name":"g"}},"tools":[{"type":"function","function":{"name":"f"}}]}""", "tool_choice", "'g'")]
    [InlineData("""{"tool_choice":"required"}""", "tool_choice", "no tools are given")]
    public async Task What_cannot_be_promised_is_400_and_named(string fields, string param, string cause)
    {
        (int status, string text) = await gateway.PostAsync("/v1/chat/completions", "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]," + fields[1..]);
        JsonElement error = JsonDocument.Parse(text).RootElement.GetProperty("error");
        Assert.Equal((400, param), (status, error.GetProperty("param").GetString()));
        Assert.Contains(cause, error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task The_sdk_shows_refusals_as_400()
    {
        ChatCompletionOptions options = Options(0);
        options.ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("x", BinaryData.FromString("""{"type":"object","patternProperties":{"a":{}}}"""));
        ClientResultException refused = await Assert.ThrowsAsync<ClientResultException>(() => Chat.CompleteChatAsync([new UserChatMessage("Hi")], options));
        Assert.Equal(400, refused.Status);
        Assert.Contains("patternProperties", refused.Message);
    }

    private Task<(int Status, string Text)> PostAsync(string path, string json) => gateway.PostAsync(path, json.Replace("PERSON", Person).Replace("ADDING", Adding));

    private static ChatCompletionOptions Options(float temperature)
    {
#pragma warning disable OPENAI001 // The SDK calls seeds experimental; clients use them.
        return new ChatCompletionOptions { Temperature = temperature, Seed = 7, MaxOutputTokenCount = 90 };
#pragma warning restore OPENAI001
    }

    private static void CheckPerson(string text)
    {
        JsonElement person = JsonDocument.Parse(text).RootElement;
        Assert.Equal(["name", "age", "color"], person.EnumerateObject().Select(entry => entry.Name));
        Assert.InRange(person.GetProperty("name").GetString()!.EnumerateRunes().Count(), 0, 10);
        Assert.InRange(person.GetProperty("age").GetInt32(), 18, 99);
        Assert.Contains(person.GetProperty("color").GetString(), (string[])["red", "green"]);
    }

    private static void CheckCall(ChatToolCall call)
    {
        JsonElement arguments = JsonDocument.Parse(call.FunctionArguments).RootElement;
        if (call.FunctionName == "paint")
        {
            Assert.Equal("red", arguments.GetProperty("color").GetString());
            return;
        }
        Assert.InRange(arguments.GetProperty("a").GetInt32(), 0, 9);
        Assert.InRange(arguments.GetProperty("b").GetInt32(), 10, 19);
    }
}
