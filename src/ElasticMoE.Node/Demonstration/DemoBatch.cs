namespace ElasticMoE.Node.Demonstration;

/// <summary>The same questions once more, all at once.</summary>
/// <param name="Requests">How many were asked.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="OutputTokens">Tokens of all answers.</param>
/// <param name="DifferingTokens">Places in which an answer differs from the one given alone.</param>
/// <param name="ElapsedMs">From the first request to the last token.</param>
internal sealed record DemoBatch(int Requests, int Failed, int OutputTokens, int DifferingTokens, double ElapsedMs)
{
    public double TokensPerS => OutputTokens * 1000 / ElapsedMs;
}
