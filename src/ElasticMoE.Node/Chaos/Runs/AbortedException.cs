namespace ElasticMoE.Node.Chaos.Runs;

/// <summary>A run stops itself.</summary>
internal sealed class AbortedException(string cause) : Exception(cause);
