using System.Text.Json.Nodes;

namespace ElasticMoE.EndToEnd.Endurance;

/// <summary>A request to a server of the OpenAI interface.</summary>
/// <param name="Kind">What is special about it, for whoever reads a failure.</param>
/// <param name="Path">Where it goes.</param>
/// <param name="Body">Its JSON.</param>
internal sealed record Question(string Kind, string Path, string Body)
{
    public static Question Chat(string kind, JsonArray messages, JsonObject fields)
    {
        fields["model"] = "emoe-mini";
        fields["messages"] = messages;
        return new(kind, "/v1/chat/completions", fields.ToJsonString());
    }

    public static Question Completion(string kind, string prompt, JsonObject fields)
    {
        fields["model"] = "emoe-mini";
        fields["prompt"] = prompt;
        return new(kind, "/v1/completions", fields.ToJsonString());
    }
}
