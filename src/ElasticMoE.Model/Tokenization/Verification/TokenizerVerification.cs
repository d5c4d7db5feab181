using ElasticMoE.Contracts;
using ElasticMoE.Model.Chat;
using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Tokenization.Verification;

/// <summary>Compares a tokenizer with the reference data that stands beside it.</summary>
public static class TokenizerVerification
{
    /// <summary>Checks a directory and reports one line per group of cases, and the first differences.</summary>
    /// <param name="directory">
    /// Holds `tokenizer.json` and one or both of `cases.json`, a list of {text, ids, ids_special, decoded}, and `chat_cases.json`, a list
    /// of {messages, add_generation_prompt, text, ids, stop_ids}.
    /// </param>
    /// <param name="line">Takes each line.</param>
    /// <returns>Whether all cases hold.</returns>
    /// <exception cref="InputException">A file can't be used, or there are no cases.</exception>
    public static bool Run(string directory, Action<string> line)
    {
        if (!Directory.Exists(directory))
            throw new InputException(directory, "is no directory", ExitCode.NotFound);
        ChatFormat format = ChatFormat.Load(directory);
        JsonNode? texts = JsonFile.ReadIfThere(Path.Combine(directory, "cases.json"));
        JsonNode? chats = JsonFile.ReadIfThere(Path.Combine(directory, "chat_cases.json"));
        if (texts is null && chats is null)
            throw new InputException(directory, "has neither cases.json nor chat_cases.json", ExitCode.NotFound);
        bool holds = true;
        if (texts is not null)
            holds &= Check(directory, texts.Value.Items().Select(TokenizerCase.Read), TextGroups(format.Tokenizer), line);
        if (chats is not null)
            holds &= Check(directory, chats.Value.Items().Select(ChatCase.Read), ChatGroups(format), line);
        return holds;
    }

    private static bool Check<T>(string directory, IEnumerable<T> cases, CaseGroup<T>[] groups, Action<string> line)
    {
        T[] all = [.. cases];
        bool holds = true;
        foreach (CaseGroup<T> group in groups)
            holds &= group.Check(directory, all, line);
        return holds;
    }

    private static CaseGroup<TokenizerCase>[] TextGroups(Tokenizer tokenizer) =>
    [
        new("encode", Text, static c => Show(c.Ids), c => Show(tokenizer.Encode(c.Text, addSpecial: false))),
        new("encode with additions", Text, static c => Show(c.IdsSpecial), c => Show(tokenizer.Encode(c.Text, addSpecial: true))),
        new("decode", Text, static c => c.Decoded, c => tokenizer.Decode(c.IdsSpecial, skipSpecial: true)),
        new("decode as a stream", Text, static c => c.Decoded, c => Stream(tokenizer, c.IdsSpecial)),
    ];

    private static CaseGroup<ChatCase>[] ChatGroups(ChatFormat format) =>
    [
        new("chat template", Text, static c => c.Text, c => format.Render(c.Messages, null, c.AddGenerationPrompt)),
        new("chat ids", Text, static c => Show(c.Ids), c => Show(format.Encode(c.Messages, null, c.AddGenerationPrompt))),
        new("chat stop ids", Text, static c => Show(c.StopIds), _ => Show(format.StopIds)),
    ];

    private static string Text(TokenizerCase c) => c.Text;

    private static string Text(ChatCase c) => c.Text;

    private static string Show(IEnumerable<int> ids) => $"[{string.Join(' ', ids)}]";

    private static string Stream(Tokenizer tokenizer, int[] ids)
    {
        var decoder = new StreamingDecoder(tokenizer, skipSpecial: true);
        return string.Concat(ids.Select(decoder.Push)) + decoder.Flush();
    }
}
