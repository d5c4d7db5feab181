namespace ElasticMoE.Node.Clusters;

/// <summary>What a cluster is started with.</summary>
/// <param name="Description">Its model and members.</param>
/// <param name="MapFile">The given map, or null.</param>
/// <param name="Journal">Where its supervisors journal; null for a file in its folder.</param>
/// <param name="Threads">Compute threads of each member; null for a share of the machine's cores.</param>
internal sealed record ClusterStart(ClusterFile Description, string? MapFile = null, string? Journal = null, int? Threads = null);
