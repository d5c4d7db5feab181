using System.Text.Json;
using ElasticMoE.Gateway.Tests.Sdk;
using OpenAI.Chat;

namespace ElasticMoE.Gateway.Tests.Clusters;

/// <summary>The OpenAI SDK for .NET against `emoe up`.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClusterSdkTests(SdkCluster cluster) : OpenAiSdkContract(cluster.Url, SdkCluster.BodyBytesMax)
{
    [Fact]
    public async Task A_required_call_comes_with_arguments_of_its_schema_whole_and_streamed()
    {
        BinaryData schema = BinaryData.FromString("""{"type":"object","properties":{"a":{"type":"integer","minimum":0,"maximum":9}},"required":["a"],"additionalProperties":false}""");
        var options = new ChatCompletionOptions
        {
            Tools = { ChatTool.CreateFunctionTool("add", "Adds.", schema, functionSchemaIsStrict: true) },
            ToolChoice = ChatToolChoice.CreateRequiredChoice(),
            AllowParallelToolCalls = false,
            MaxOutputTokenCount = 400,
            Temperature = 0,
        };
        ChatCompletion whole = await Chat.CompleteChatAsync([new UserChatMessage("Add 4.")], options);
        Assert.Equal(ChatFinishReason.ToolCalls, whole.FinishReason);
        ChatToolCall call = Assert.Single(whole.ToolCalls);
        using JsonDocument arguments = JsonDocument.Parse(call.FunctionArguments);
        Assert.InRange(arguments.RootElement.GetProperty("a").GetInt32(), 0, 9);
        var streamed = new List<string>();
        await foreach (StreamingChatCompletionUpdate update in Chat.CompleteChatStreamingAsync([new UserChatMessage("Add 4.")], options))
            streamed.AddRange(update.ToolCallUpdates.Select(part => $"{part.FunctionName} {part.FunctionArgumentsUpdate}"));
        Assert.Equal([$"{call.FunctionName} {call.FunctionArguments}"], streamed);
    }
}
