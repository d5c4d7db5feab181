using System.ClientModel;
using OpenAI;
using OpenAI.Chat;

namespace ElasticMoE.Samples;

/// <summary>Asks a server with the OpenAI SDK for .NET. Arguments: URL [KEY].</summary>
internal static class Program
{
    private static async Task Main(string[] arguments)
    {
        var options = new OpenAIClientOptions { Endpoint = new Uri(arguments[0] + "/v1") };
        var client = new OpenAIClient(new ApiKeyCredential(arguments.Length > 1 ? arguments[1] : "none"), options);
        string model = (await client.GetOpenAIModelClient().GetModelsAsync()).Value[0].Id;
        await foreach (StreamingChatCompletionUpdate update in client.GetChatClient(model).CompleteChatStreamingAsync([new UserChatMessage("Add 40 and 64.")]))
            Console.Write(string.Concat(update.ContentUpdate.Select(part => part.Text)));
        Console.WriteLine();
    }
}
