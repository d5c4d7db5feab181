namespace ElasticMoE.Node.Benchmarking.Serving;

/// <summary>What a client sees of one streamed answer.</summary>
/// <param name="Tokens">Its tokens, as the server counts them.</param>
/// <param name="FirstMs">From the request to the first piece of text.</param>
/// <param name="GapsMs">From each piece of text to the next.</param>
internal sealed record StreamTimes(int Tokens, double FirstMs, IReadOnlyList<double> GapsMs);
