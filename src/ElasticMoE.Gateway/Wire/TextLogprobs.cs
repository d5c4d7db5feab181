namespace ElasticMoE.Gateway.Wire;

/// <summary>`logprobs` of a text completion; the lists have one entry a token.</summary>
internal sealed record TextLogprobs(
    IReadOnlyList<int> TextOffset, IReadOnlyList<double> TokenLogprobs, IReadOnlyList<string> Tokens, IReadOnlyList<IReadOnlyDictionary<string, double>> TopLogprobs);
