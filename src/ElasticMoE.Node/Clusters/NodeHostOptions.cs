using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Node.Faults;

namespace ElasticMoE.Node.Clusters;

/// <summary>What a node may be told beyond its number and its cluster.</summary>
internal sealed record NodeHostOptions
{
    /// <summary>What a node gives to others, bytes a second: a tenth of a 10 Gbit/s connection.</summary>
    public const long BulkBytesPerSecondDefault = 128_000_000;

    /// <summary>Compute threads; they don't spin, for the machine's cores are others' too.</summary>
    public required int Threads { get; init; }

    /// <summary>Where the model, or its manifest alone, lies; null for where the cluster was started with it.</summary>
    public string? Model { get; init; }

    /// <summary>The node's own store; null for one in the cluster's folder.</summary>
    public string? Store { get; init; }

    /// <summary>A store that many machines read; null for none.</summary>
    public string? Shared { get; init; }

    /// <summary>Memory for awake and warm replicas, bytes; null for a share of the machine's.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Where it listens; null for the address that the cluster's description has.</summary>
    public LinkAddress? Listen { get; init; }

    /// <summary>The machine, which fails as one; null for this process's.</summary>
    public string? Host { get; init; }

    /// <summary>The widest failure domain; empty where zones aren't told apart.</summary>
    public string Zone { get; init; } = "";

    /// <summary>Faults that a chaos run may cause; null where none are allowed.</summary>
    public FaultSwitches? Faults { get; init; }

    /// <summary>Takes lines about links and replicas.</summary>
    public required Action<string> Log { get; init; }
}
