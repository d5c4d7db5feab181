namespace ElasticMoE.Gateway.Admission;

/// <summary>How much is let in.</summary>
/// <param name="RunningTokensMax">Tokens of the requests that are computed together.</param>
/// <param name="WaitingTokensMax">Tokens of the requests that wait; further ones are refused.</param>
internal readonly record struct AdmissionBounds(long RunningTokensMax, long WaitingTokensMax);
