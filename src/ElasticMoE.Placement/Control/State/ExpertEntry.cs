using System.Collections.Immutable;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.State;

/// <summary>What is wanted of one expert, besides where.</summary>
/// <param name="Replicas">Awake replicas; 0 where it may sleep.</param>
/// <param name="Pins">Nodes it is pinned to, and whether awake.</param>
/// <param name="Live">Versions that some live revision has or that are being loaded for one; at most two.</param>
/// <param name="Lineage">Versions to go back to, the last one first to be gone back to.</param>
/// <param name="NextVersion">The number of the next update.</param>
public sealed record ExpertEntry(int Replicas, ImmutableSortedDictionary<NodeId, bool> Pins, ImmutableArray<VersionEntry> Live, ImmutableArray<VersionEntry> Lineage, int NextVersion)
{
    /// <summary>Updates that can be gone back on, one after the other.</summary>
    public const int LineageMax = 8;

    /// <summary>Whether an operator set the number of awake replicas, so that the autoscaler leaves it alone.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Within what the autoscaler decides; null: freely.</summary>
    public ScaleBounds? Bounds { get; init; }

    /// <summary>Why the number is what it is; empty where nobody has decided about it yet.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The journal's entry that says so; 0 where there is none.</summary>
    public long ReasonIndex { get; init; }

    /// <summary>An expert as it is loaded with the model.</summary>
    public static ExpertEntry Loaded(long bytes) =>
        new(1, ImmutableSortedDictionary<NodeId, bool>.Empty, [new VersionEntry(0, null, bytes, "model")], [], 1);

    /// <summary>A live version; null where it isn't live.</summary>
    public VersionEntry? Find(int version) => Live.FirstOrDefault(entry => entry.Version == version);
}
