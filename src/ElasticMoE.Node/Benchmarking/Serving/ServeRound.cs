namespace ElasticMoE.Node.Benchmarking.Serving;

/// <summary>Several streams at once.</summary>
/// <param name="Seconds">Until the last one ended.</param>
/// <param name="Streams">Each of them.</param>
internal sealed record ServeRound(double Seconds, IReadOnlyList<StreamTimes> Streams)
{
    public double TokensPerSecond => Streams.Sum(stream => stream.Tokens) / Seconds;

    public double RequestsPerSecond => Streams.Count / Seconds;
}
