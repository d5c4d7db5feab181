using ElasticMoE.Node.Loading;

namespace ElasticMoE.Node.Benchmarking.Serving;

/// <summary>What to serve and how it is asked.</summary>
/// <param name="Model">The checkpoint, and how its weights are held.</param>
/// <param name="Streams">Numbers of streams at a time, in turns.</param>
/// <param name="Rounds">How often each has its turn.</param>
/// <param name="PromptTokens">Tokens of each prompt.</param>
/// <param name="OutputTokens">Tokens of each answer.</param>
internal sealed record ServeBenchOptions(ModelOptions Model, IReadOnlyList<int> Streams, int Rounds, int PromptTokens, int OutputTokens);
