using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Node.Clusters;

/// <summary>An <see cref="ExpertMap"/> as a file.</summary>
/// <param name="Lease">Of the epoch.</param>
/// <param name="Counter">Of the epoch.</param>
/// <param name="Experts">One for each expert of the model; as a file is from outside, it may lack any of it.</param>
internal sealed record MapFile(long Lease, long Counter, IReadOnlyList<MapFileEntry?>? Experts)
{
    /// <exception cref="InputException">Something is missing, or the map contradicts itself.</exception>
    public ExpertMap ToMap() => new(
        new Epoch(Lease, Counter),
        (Experts ?? throw new InputException("expert map", "has no list 'experts'")).Select(ToPlacement));

    private static ExpertPlacement ToPlacement(MapFileEntry? entry, int index) => entry is null
        ? throw new InputException("expert map", $"entry {index} of 'experts' is null")
        : new(new ExpertId(entry.Layer, entry.Expert), Nodes(entry.Awake), Nodes(entry.Standby));

    private static NodeId[] Nodes(IReadOnlyList<int>? numbers) => numbers is null ? [] : [.. numbers.Select(number => new NodeId(number))];
}
