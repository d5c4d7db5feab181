using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Requests;

/// <summary>The next token of an answer. Each position comes once, in order.</summary>
/// <param name="Position">Its place in the sequence; the prompt's first token has 0.</param>
/// <param name="Id">The token, stop ids included.</param>
/// <param name="Logprob">Natural logarithm of its probability; NaN where the request asked for no logprobs.</param>
/// <param name="Top">The most likely tokens, highest first, as many as asked for; an id of -1 where there are fewer.</param>
public readonly record struct GeneratedToken(int Position, int Id, double Logprob, ReadOnlyMemory<TokenLogprob> Top)
{
    /// <summary>Where the request asked for it: the experts, by layer and index, to which the row at the position before went, from whose scores this token was chosen.</summary>
    public ReadOnlyMemory<ExpertId> Experts { get; init; }
}
