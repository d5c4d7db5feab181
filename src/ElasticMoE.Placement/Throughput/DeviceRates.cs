namespace ElasticMoE.Placement.Throughput;

/// <summary>What a device of a fleet can do.</summary>
/// <param name="Name">For people.</param>
/// <param name="BytesPerSecond">Of its memory.</param>
/// <param name="MultiplyAddsPerSecond">Of its arithmetic.</param>
/// <param name="NetworkBytesPerSecond">One way.</param>
/// <param name="SecondsPerFrame">Of its own time, for a frame that it sends or takes.</param>
/// <param name="SecondsPerLayer">Of a layer, beside what is counted.</param>
public sealed record DeviceRates(string Name, double BytesPerSecond, double MultiplyAddsPerSecond, double NetworkBytesPerSecond, double SecondsPerFrame, double SecondsPerLayer);
