using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Answers;

namespace ElasticMoE.Gateway.Wire;

/// <summary>`logprobs` of a chat completion.</summary>
internal sealed record ChatLogprobs(IReadOnlyList<TokenEntry> Content)
{
    public static ChatLogprobs Of(IReadOnlyList<GeneratedToken> tokens, TokenTexts texts) => new([.. tokens.Select(token =>
        Entry(token.Id, token.Logprob, texts) with
        {
            TopLogprobs = [.. token.Top.ToArray().Where(top => top.Id >= 0).Select(top => Entry(top.Id, top.Logprob, texts))],
        })]);

    private static TokenEntry Entry(int id, double logprob, TokenTexts texts) =>
        new(texts.Text(id), TokenTexts.Finite(logprob), [.. texts.Bytes(id).Select(value => (int)value)]);
}
