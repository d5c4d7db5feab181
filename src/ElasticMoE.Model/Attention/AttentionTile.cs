using ElasticMoE.Model.Steps;

namespace ElasticMoE.Model.Attention;

/// <summary>Queries that one thread takes through attention together: tokens of one chunk × heads that share a key-value head.</summary>
/// <param name="Chunk">The chunk.</param>
/// <param name="FirstToken">First token within the chunk.</param>
/// <param name="Tokens">How many.</param>
/// <param name="KvHead">The key-value head as cached.</param>
/// <param name="FirstHead">First query head.</param>
/// <param name="Heads">How many.</param>
internal readonly record struct AttentionTile(StepChunk Chunk, int FirstToken, int Tokens, int KvHead, int FirstHead, int Heads);
