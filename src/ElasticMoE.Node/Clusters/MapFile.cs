using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Node.Clusters;

/// <summary>An <see cref="ExpertMap"/> as a file.</summary>
/// <param name="Lease">Of the epoch.</param>
/// <param name="Counter">Of the epoch.</param>
/// <param name="Experts">One for each expert of the model.</param>
internal sealed record MapFile(long Lease, long Counter, IReadOnlyList<MapFileEntry> Experts)
{
    public ExpertMap ToMap() => new(
        new Epoch(Lease, Counter),
        Experts.Select(entry => new ExpertPlacement(new ExpertId(entry.Layer, entry.Expert), Nodes(entry.Awake), Nodes(entry.Standby ?? []))));

    private static NodeId[] Nodes(IReadOnlyList<int> numbers) => [.. numbers.Select(number => new NodeId(number))];
}
