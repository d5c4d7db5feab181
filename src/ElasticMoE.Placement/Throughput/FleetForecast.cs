namespace ElasticMoE.Placement.Throughput;

/// <summary>What a fleet is expected to do.</summary>
/// <param name="Routers">Devices with attention, KV cache and head, each with its own sequences.</param>
/// <param name="Nodes">Devices with experts.</param>
/// <param name="RowsPerRouter">Sequences that decode together on each router.</param>
/// <param name="StepSeconds">A step, so the time between two tokens of a stream.</param>
/// <param name="Layer">What a mixture layer's parts take, s, by what they are bound by.</param>
public sealed record FleetForecast(int Routers, int Nodes, int RowsPerRouter, double StepSeconds, SortedDictionary<FleetLimit, double> Layer)
{
    /// <summary>Of all streams.</summary>
    public double TokensPerSecond => Routers * RowsPerRouter / StepSeconds;

    /// <summary>What takes most of a layer.</summary>
    public FleetLimit Limit => Layer.MaxBy(part => part.Value).Key;
}
