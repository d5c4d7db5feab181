using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Runs;

/// <summary>Which history to run.</summary>
public sealed record SimulationOptions
{
    /// <summary>All chance comes from it.</summary>
    public required long Seed { get; init; }

    /// <summary>Nodes; 0 to draw three to five.</summary>
    public int Nodes { get; init; }

    /// <summary>A mistake to find.</summary>
    public PlantedBug Bug { get; init; }

    /// <summary>Only these of the seed's faults, by number; null for all.</summary>
    public IReadOnlyList<int>? Faults { get; init; }

    /// <summary>Only these of the seed's requests, by number; null for all.</summary>
    public IReadOnlyList<int>? Requests { get; init; }

    /// <summary>Whether to keep a timeline.</summary>
    public bool IsRecording { get; init; }
}
