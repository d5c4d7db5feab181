using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using ElasticMoE.Gateway.Tests.Servers;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace ElasticMoE.Gateway.Tests.Sdk;

/// <summary>What the OpenAI SDK for .NET gets of any server process with a real model: of `emoe serve`, and of `emoe up`.</summary>
/// <param name="url">Where it serves.</param>
/// <param name="bodyMax">The longest body it takes.</param>
public abstract class OpenAiSdkContract(string url, int bodyMax)
{
    private const string Question = "Add 40 and 64.", Answer = "40 + 64 = 104";

    private protected ChatClient Chat => Client().GetChatClient("emoe-mini");

    [Fact]
    public async Task Whole_answers_have_text_reason_and_usage()
    {
        ChatCompletion answer = await Chat.CompleteChatAsync([new UserChatMessage(Question)]);
        Assert.Equal((Answer, ChatFinishReason.Stop), (answer.Content[0].Text, answer.FinishReason));
        Assert.Equal((13, 12, 25), (answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount));
        Assert.Equal(("emoe-mini", ChatMessageRole.Assistant), (answer.Model, answer.Role));
    }

    [Fact]
    public async Task Streams_have_the_same_text_and_usage_at_the_end()
    {
        string text = "";
        StreamingChatCompletionUpdate? last = null;
        ChatFinishReason? reason = null;
        await foreach (StreamingChatCompletionUpdate update in Chat.CompleteChatStreamingAsync([new SystemChatMessage("Be brief."), new UserChatMessage(Question)]))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            reason ??= update.FinishReason;
            last = update;
        }
        ChatCompletion whole = await Chat.CompleteChatAsync([new SystemChatMessage("Be brief."), new UserChatMessage(Question)]);
        Assert.Equal((whole.Content[0].Text, whole.FinishReason), (text, reason!.Value));
        Assert.Equal(whole.Usage.TotalTokenCount, last!.Usage.TotalTokenCount);
    }

    [Fact]
    public async Task A_stop_string_ends_the_answer_before_it()
    {
        ChatCompletion answer = await Chat.CompleteChatAsync([new UserChatMessage(Question)], new ChatCompletionOptions { StopSequences = { " = 1" } });
        Assert.Equal(("40 + 64", ChatFinishReason.Stop), (answer.Content[0].Text, answer.FinishReason));
    }

    [Fact]
    public async Task A_maximum_cuts_it_and_says_so()
    {
        ChatCompletion answer = await Chat.CompleteChatAsync([new UserChatMessage(Question)], new ChatCompletionOptions { MaxOutputTokenCount = 3 });
        Assert.Equal(("40 +", ChatFinishReason.Length), (answer.Content[0].Text, answer.FinishReason));
    }

    [Fact]
    public async Task Equal_seeds_give_equal_answers()
    {
#pragma warning disable OPENAI001 // The SDK calls seeds experimental; clients use them.
        var options = new ChatCompletionOptions { Temperature = 1.5f, Seed = 7, MaxOutputTokenCount = 30, FrequencyPenalty = 0.5f, PresencePenalty = 0.5f };
#pragma warning restore OPENAI001
        ChatCompletion first = await Chat.CompleteChatAsync([new UserChatMessage("Tell a story.")], options);
        ChatCompletion second = await Chat.CompleteChatAsync([new UserChatMessage("Tell a story.")], options);
        Assert.Equal(first.Content[0].Text, second.Content[0].Text);
        Assert.NotEmpty(first.Content[0].Text);
    }

    [Fact]
    public async Task Logprobs_come_with_every_token()
    {
        ChatCompletion answer = await Chat.CompleteChatAsync([new UserChatMessage(Question)], new ChatCompletionOptions { IncludeLogProbabilities = true, TopLogProbabilityCount = 2 });
        Assert.Equal(Answer, string.Concat(answer.ContentTokenLogProbabilities.Select(token => token.Token)));
        Assert.All(answer.ContentTokenLogProbabilities, token =>
        {
            Assert.Equal(2, token.TopLogProbabilities.Count);
            Assert.Equal(token.Token, token.TopLogProbabilities[0].Token);
            Assert.True(token.LogProbability <= 0);
        });
    }

    /// <summary>The SDK has no property for their number; what it sends as it stands may say it.</summary>
    [Fact]
    public async Task Three_choices_come_with_their_numbers()
    {
        using BinaryContent asked = BinaryContent.Create(BinaryData.FromString($$"""{"model":"emoe-mini","messages":[{"role":"user","content":"{{Question}}"}],"n":3,"temperature":1.5,"seed":5,"max_tokens":12}"""));
        ClientResult answered = await Chat.CompleteChatAsync(asked);
        using JsonDocument answer = JsonDocument.Parse(answered.GetRawResponse().Content);
        JsonElement[] choices = [.. answer.RootElement.GetProperty("choices").EnumerateArray()];
        Assert.Equal([0, 1, 2], choices.Select(choice => choice.GetProperty("index").GetInt32()));
        Assert.Equal(3, choices.Select(choice => choice.GetProperty("message").GetProperty("content").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task A_json_schema_is_kept_to_whole_and_streamed()
    {
        BinaryData schema = BinaryData.FromString("""{"type":"object","properties":{"age":{"type":"integer","minimum":18,"maximum":99},"color":{"enum":["red","green"]}},"required":["age","color"],"additionalProperties":false}""");
        var options = new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("person", schema, jsonSchemaIsStrict: true), MaxOutputTokenCount = 300, Temperature = 0 };
        ChatCompletion whole = await Chat.CompleteChatAsync([new UserChatMessage("Who are you?")], options);
        using JsonDocument person = JsonDocument.Parse(whole.Content[0].Text);
        Assert.InRange(person.RootElement.GetProperty("age").GetInt32(), 18, 99);
        Assert.Contains(person.RootElement.GetProperty("color").GetString(), (string[])["red", "green"]);
        string streamed = "";
        await foreach (StreamingChatCompletionUpdate update in Chat.CompleteChatStreamingAsync([new UserChatMessage("Who are you?")], options))
            streamed += string.Concat(update.ContentUpdate.Select(part => part.Text));
        Assert.Equal(whole.Content[0].Text, streamed);
    }

    [Fact]
    public async Task Models_are_listed_and_found()
    {
        OpenAIModelClient models = Client().GetOpenAIModelClient();
        OpenAIModelCollection all = await models.GetModelsAsync();
        Assert.Equal("emoe-mini", Assert.Single(all).Id);
        OpenAIModel one = await models.GetModelAsync("emoe-mini");
        Assert.Equal("elasticmoe", one.OwnedBy);
    }

    [Fact]
    public async Task Refusals_come_as_their_status()
    {
        UserChatMessage question = new(Question);
        Assert.Equal(401, (await FailsAsync(Client("wrong-key").GetChatClient("emoe-mini"), question)).Status);
        Assert.Equal(404, (await FailsAsync(Client().GetChatClient("other"), question)).Status);
        Assert.Equal(413, (await FailsAsync(Chat, new UserChatMessage(new string('x', bodyMax + 1)))).Status);
        ClientResultException tooLong = await FailsAsync(Chat, new UserChatMessage(new string('x', 50_000)));
        Assert.Equal(400, tooLong.Status);
        Assert.Contains("leave no room", tooLong.Message);
        ChatClient slow = Client("slow-key-1").GetChatClient("emoe-mini");
        await slow.CompleteChatAsync([question]);
        ClientResultException tooMany = await FailsAsync(slow, question);
        Assert.Equal(429, tooMany.Status);
        Assert.True(tooMany.GetRawResponse()!.Headers.TryGetValue("Retry-After", out string? seconds));
        Assert.InRange(int.Parse(seconds!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);
    }

    [Fact]
    public async Task A_client_that_cancels_ends_its_request_on_the_server()
    {
        ChatClient narrow = Client("narrow-key").GetChatClient("emoe-mini");
        for (int i = 0; i < 2; i++)
        {
            // Its key has room for one request at a time, and gets it back a moment after the request is counted no more.
            await Waits.UntilAsync(() => BeginsAsync(narrow).GetAwaiter().GetResult());
            using var client = new HttpClient { BaseAddress = new Uri(url) };
            await Waits.UntilAsync(() => client.GetStringAsync("/metrics").GetAwaiter().GetResult().Contains("emoe_requests_running 0\n", StringComparison.Ordinal));
        }
    }

    /// <summary>Reads the beginning of an answer and goes; false where the key has no room.</summary>
    private static async Task<bool> BeginsAsync(ChatClient client)
    {
        try
        {
            await foreach (StreamingChatCompletionUpdate update in client.CompleteChatStreamingAsync([new UserChatMessage("Tell a story.")]))
                break;
            return true;
        }
        catch (ClientResultException refused) when (refused.Status == 429)
        {
            return false;
        }
    }

    private protected OpenAIClient Client(string key = "test-key-1") => SdkClients.New(url, key);

    private static async Task<ClientResultException> FailsAsync(ChatClient client, ChatMessage message) =>
        await Assert.ThrowsAsync<ClientResultException>(() => client.CompleteChatAsync([message]));
}
