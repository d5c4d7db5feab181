namespace ElasticMoE.Contracts.Requests;

/// <summary>A token and the natural logarithm of its probability.</summary>
/// <param name="Id">The token id.</param>
/// <param name="Logprob">Natural logarithm of the softmax of the model's logits, before penalties and temperature.</param>
public readonly record struct TokenLogprob(int Id, double Logprob);
