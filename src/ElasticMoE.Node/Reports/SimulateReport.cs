using System.Text.Json.Serialization;
using ElasticMoE.Simulation.Hours;

namespace ElasticMoE.Node.Reports;

/// <summary>What `emoe simulate` found.</summary>
/// <param name="Seeds">Histories run.</param>
/// <param name="Failed">Histories that broke a promise.</param>
/// <param name="FailedSeeds">Their seeds, ascending.</param>
internal sealed record SimulateReport(int Seeds, int Failed, long[] FailedSeeds)
{
    /// <summary>What an hour of a control plane took; absent where none was run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HourReport? Hour { get; init; }
}
