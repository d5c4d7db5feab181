namespace ElasticMoE.Node.Demonstration;

/// <summary>Something that was done to the cluster while it answered.</summary>
/// <param name="What">What.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Requests">Requests that were answered meanwhile.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="OutputTokens">Tokens of the answers.</param>
/// <param name="DifferingTokens">Places in which they differ from the single process's.</param>
internal sealed record DemoStep(string What, string Outcome, double Seconds, int Requests, int Failed, int OutputTokens, int DifferingTokens);
