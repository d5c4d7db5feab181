namespace ElasticMoE.Contracts.Requests;

/// <summary>Added to one id's logit before anything else.</summary>
/// <param name="Id">The token id.</param>
/// <param name="Bias">What is added.</param>
public readonly record struct LogitBias(int Id, float Bias);
