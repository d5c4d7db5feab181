using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Runs;

/// <summary>What became of a history.</summary>
public sealed record SimulationOutcome
{
    /// <summary>Which history.</summary>
    public required SimulationOptions Options { get; init; }

    /// <summary>Equal for equal histories, event for event.</summary>
    public required ulong EventHash { get; init; }

    /// <summary>The first promise that was broken; null where all were kept.</summary>
    public required string? Violation { get; init; }

    /// <summary>The faults it had: number and a description.</summary>
    public required IReadOnlyList<(int Number, string Text)> Faults { get; init; }

    /// <summary>The requests it had, by number.</summary>
    public required IReadOnlyList<int> Requests { get; init; }

    /// <summary>Requests that failed for a reason.</summary>
    public required int FailedRequests { get; init; }

    /// <summary>Events that happened.</summary>
    public required long Events { get; init; }

    /// <summary>Virtual time that passed, µs.</summary>
    public required long LastedUs { get; init; }

    /// <summary>What happened; empty where it wasn't recorded.</summary>
    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }
}
