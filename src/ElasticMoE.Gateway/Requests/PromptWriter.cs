using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Models;

namespace ElasticMoE.Gateway.Requests;

/// <summary>Writes conversations and texts as prompts.</summary>
internal static class PromptWriter
{
    /// <summary>The text that the model's chat template makes of a conversation.</summary>
    public static string Render(ServedModel model, Conversation conversation) =>
        Guarded("messages", () => model.Format.Render(conversation.Messages, conversation.Tools, conversation.AddsGenerationPrompt, conversation.Variables));

    /// <summary>The ids of a conversation.</summary>
    public static int[] Encode(ServedModel model, Conversation conversation)
    {
        string text = Render(model, conversation);
        return Guarded("messages", () => model.Format.Encode(text));
    }

    /// <summary>The ids of a text.</summary>
    public static int[] Encode(ServedModel model, string text, bool addSpecial, string field) =>
        Guarded(field, () => model.Format.Tokenizer.Encode(text, addSpecial));

    private static T Guarded<T>(string field, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (InputException refused)
        {
            throw new ApiException(ApiError.Invalid(field, refused.Message), refused);
        }
    }
}
