using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ElasticMoE.EndToEnd.Endurance;

/// <summary>What a client has of an answer: each choice's text, logprobs and end. Ids, times and usage are left out; they may differ.</summary>
internal sealed class AnswerText
{
    private readonly SortedDictionary<int, StringBuilder> _texts = [];
    private readonly SortedDictionary<int, string> _ends = [];
    private readonly StringBuilder _logprobs = new();
    private bool _isComplete;

    /// <summary>Takes a chunk of a stream, or a whole answer.</summary>
    /// <exception cref="InvalidOperationException">It is an error.</exception>
    public void Take(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        if (document.RootElement.TryGetProperty("error", out JsonElement error))
            throw new InvalidOperationException(error.GetProperty("message").GetString());
        foreach (JsonElement choice in document.RootElement.GetProperty("choices").EnumerateArray())
            TakeChoice(choice);
    }

    /// <summary>Nothing comes any more, and that was said.</summary>
    public void Complete() => _isComplete = true;

    public override string ToString()
    {
        var all = new StringBuilder();
        foreach ((int choice, StringBuilder text) in _texts)
            all.Append(CultureInfo.InvariantCulture, $"{choice}: {text}[{_ends.GetValueOrDefault(choice, "no reason")}] ");
        return all.Append(_logprobs).Append(_isComplete ? "" : "[cut off]").ToString();
    }

    private void TakeChoice(JsonElement choice)
    {
        int index = choice.GetProperty("index").GetInt32();
        if (!_texts.TryGetValue(index, out StringBuilder? text))
            _texts.Add(index, text = new());
        text.Append(TextOf(choice));
        if (choice.GetProperty("finish_reason").GetString() is { } reason)
            _ends.Add(index, reason);
        if (choice.TryGetProperty("logprobs", out JsonElement logprobs) && logprobs.ValueKind == JsonValueKind.Object)
            _logprobs.Append(logprobs.GetRawText());
    }

    private static string? TextOf(JsonElement choice)
    {
        if (choice.TryGetProperty("text", out JsonElement text))
            return text.GetString();
        JsonElement message = choice.TryGetProperty("delta", out JsonElement delta) ? delta : choice.GetProperty("message");
        return message.TryGetProperty("content", out JsonElement content) ? content.GetString() : "";
    }
}
