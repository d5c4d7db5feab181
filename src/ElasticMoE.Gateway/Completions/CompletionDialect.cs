using System.Text.Json;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Answers;
using ElasticMoE.Gateway.Http;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Wire;

namespace ElasticMoE.Gateway.Completions;

/// <summary>Writes text completions.</summary>
/// <param name="head">What every part bears.</param>
/// <param name="echoes">For each choice the prompt's text where it is repeated, else nothing.</param>
/// <param name="texts">Spells tokens where logprobs were asked for, else null.</param>
/// <param name="hasUsage">Whether a stream ends with a chunk of usage.</param>
internal sealed class CompletionDialect(AnswerHead head, IReadOnlyList<string> echoes, TokenTexts? texts, bool hasUsage) : AnswerDialect
{
    private readonly int[] _offsets = [.. echoes.Select(echo => echo.Length)];

    public override void Begin(SseStream stream)
    {
        for (int choice = 0; choice < echoes.Count; choice++)
        {
            if (echoes[choice].Length > 0)
                Write(stream, new TextChoice(echoes[choice], choice, null, null));
        }
    }

    public override void Piece(SseStream stream, AnswerPiece piece)
    {
        if (piece.Text.Length > 0 || piece.Tokens.Count > 0 || piece.End is not null)
            Write(stream, new TextChoice(piece.Text, piece.Choice, Logprobs(piece.Choice, piece.Tokens), piece.End is { } end ? FinishWords.Of(end) : null));
    }

    public override void End(SseStream stream, TokenUsage usage)
    {
        if (hasUsage)
            stream.Data(Completion([]) with { Usage = UsageCounts.Of(usage) }, WireJson.Relaxed.TextCompletion);
        stream.Data("[DONE]"u8);
    }

    public override ReadOnlyMemory<byte> Whole(IReadOnlyList<WholeAnswer> answers, TokenUsage usage)
    {
        var choices = answers.Select((answer, index) => new TextChoice(echoes[index] + answer.Text, index, Logprobs(index, answer.Tokens), FinishWords.Of(answer.End)));
        return JsonSerializer.SerializeToUtf8Bytes(Completion([.. choices]) with { Usage = UsageCounts.Of(usage) }, WireJson.Relaxed.TextCompletion);
    }

    private TextCompletion Completion(IReadOnlyList<TextChoice> choices) => new(head.Id, "text_completion", head.Created, head.Model, head.Fingerprint, choices);

    private void Write(SseStream stream, TextChoice choice) => stream.Data(Completion([choice]), WireJson.Relaxed.TextCompletion);

    private TextLogprobs? Logprobs(int choice, IReadOnlyList<GeneratedToken> tokens)
    {
        if (texts is null)
            return null;
        string[] words = [.. tokens.Select(token => texts.Text(token.Id))];
        var offsets = new List<int>();
        foreach (string word in words)
        {
            offsets.Add(_offsets[choice]);
            _offsets[choice] += word.Length;
        }
        return new TextLogprobs(offsets, [.. tokens.Select(token => TokenTexts.Finite(token.Logprob))], words, [.. tokens.Select(Top)]);
    }

    /// <summary>Two tokens may be spelt alike; the likelier one stays.</summary>
    private Dictionary<string, double> Top(GeneratedToken token)
    {
        var top = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (TokenLogprob entry in token.Top.Span)
        {
            if (entry.Id >= 0)
                top.TryAdd(texts!.Text(entry.Id), TokenTexts.Finite(entry.Logprob));
        }
        return top;
    }
}
