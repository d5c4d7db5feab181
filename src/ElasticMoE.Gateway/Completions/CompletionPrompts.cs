using System.Text.Json;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.Requests;

namespace ElasticMoE.Gateway.Completions;

/// <summary>Reads `prompt`: a text, several texts, ids, or several lists of ids.</summary>
internal static class CompletionPrompts
{
    private const string Field = "prompt";

    public static IReadOnlyList<CompletionPrompt> Read(RequestFields fields, ServedModel model, int countMax)
    {
        JsonElement prompt = fields.Any(Field) ?? throw fields.Missing(Field);
        if (prompt.ValueKind == JsonValueKind.String)
            return [OfText(RequestFields.TextOf(prompt, Field), fields, model)];
        if (prompt.ValueKind != JsonValueKind.Array)
            throw RequestFields.Wrong(Field, "a string or an array", prompt);
        if (prompt.GetArrayLength() == 0)
            throw fields.Refuse(Field, "is empty");
        if (prompt[0].ValueKind == JsonValueKind.Number)
            return [OfIds(prompt, fields, model)];
        if (prompt.GetArrayLength() > countMax)
            throw fields.Refuse(Field, $"{prompt.GetArrayLength()} prompts, at most {countMax} are allowed");
        return [.. prompt.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Array
            ? OfIds(item, fields, model)
            : OfText(RequestFields.TextOf(item, Field), fields, model))];
    }

    private static CompletionPrompt OfText(string text, RequestFields fields, ServedModel model) =>
        new(PromptWriter.Encode(model, text, fields.Flag("add_special_tokens") ?? true, Field), text);

    private static CompletionPrompt OfIds(JsonElement list, RequestFields fields, ServedModel model)
    {
        if (list.GetArrayLength() >= model.ContextLength)
            throw fields.Refuse(Field, $"its {list.GetArrayLength()} tokens leave no room for an answer in the model's context of {model.ContextLength}", "context_length_exceeded");
        int[] ids = TokenIds.Read(list, fields, Field, model);
        return new CompletionPrompt(ids, model.Format.Tokenizer.Decode(ids, skipSpecial: true));
    }
}
