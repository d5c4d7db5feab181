using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Runs;

/// <summary>Which history to run.</summary>
public sealed record SimulationOptions
{
    /// <summary>All chance comes from it.</summary>
    public required long Seed { get; init; }

    /// <summary>Which part of a cluster: routers and nodes with their requests, or supervisor, journal, nodes and routers with their commands.</summary>
    public SimulatedPlane Plane { get; init; }

    /// <summary>Nodes; 0 to draw three to five (six for the control plane).</summary>
    public int Nodes { get; init; }

    /// <summary>A mistake to find.</summary>
    public PlantedBug Bug { get; init; }

    /// <summary>Only these of the seed's faults, by number; null for all.</summary>
    public IReadOnlyList<int>? Faults { get; init; }

    /// <summary>Only these of the seed's requests or commands, by number; null for all.</summary>
    public IReadOnlyList<int>? Requests { get; init; }

    /// <summary>Whether to keep a timeline.</summary>
    public bool IsRecording { get; init; }
}
