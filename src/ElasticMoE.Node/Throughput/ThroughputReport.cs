using System.Globalization;
using ElasticMoE.Placement.Throughput;

namespace ElasticMoE.Node.Throughput;

/// <summary>A cost model beside the measurements it comes from, and what it says of larger fleets.</summary>
internal sealed class ThroughputReport
{
    /// <summary>Positions a sequence of the benchmark sees on average.</summary>
    private const int BenchPositions = 56;

    private readonly MixtureShape _measuredShape;
    private readonly IReadOnlyList<MeasuredStep> _measured;

    /// <summary>Fits the rates.</summary>
    /// <param name="shape">The model that was measured.</param>
    /// <param name="measured">Steps of one process and of nodes on the same cores.</param>
    public ThroughputReport(MixtureShape shape, IReadOnlyList<MeasuredStep> measured)
    {
        (_measuredShape, _measured) = (shape, measured);
        Rates = RateFit.Fit(shape, BenchPositions, [.. measured.Where(IsFitted)]);
    }

    /// <summary>What the machine's operations cost.</summary>
    public CostRates Rates { get; }

    /// <summary>The largest relative error among the measurements that the rates were fitted to.</summary>
    public double FitError => _measured.Where(IsFitted).Max(step => Math.Abs(ErrorOf(step)));

    /// <summary>The largest among the others; 0 where there are none.</summary>
    public double CheckError => _measured.Where(step => !IsFitted(step)).Select(step => Math.Abs(ErrorOf(step))).DefaultIfEmpty().Max();

    /// <summary>Numbers of nodes that are even are kept for the check.</summary>
    private static bool IsFitted(MeasuredStep step) => step.Nodes == 0 || step.Nodes % 2 == 1;

    /// <summary>Lines for people: the rates, and each measurement beside its prediction.</summary>
    public IEnumerable<string> FitLines()
    {
        yield return Line($"fitted to one process and odd numbers of nodes: {Rates.SecondsPerLayer * 1e6:0.0} µs a layer, {Rate(Rates.SecondsPerByte)} GB/s of weights, {Rate(Rates.SecondsPerMultiplyAdd)} G multiply-adds/s, {Rates.SecondsPerFrame * 1e6:0.0} µs a frame, {Rate(Rates.SecondsPerFrameByte)} GB/s of frames");
        yield return $"{"nodes",6} {"rows",5} {"measured ms",12} {"predicted ms",13} {"error %",8}";
        foreach (MeasuredStep step in _measured)
            yield return Line($"{(step.Nodes == 0 ? "none" : Line($"{step.Nodes}")),6} {step.Rows,5} {step.Seconds * 1e3,12:0.00} {Predicted(step) * 1e3,13:0.00} {ErrorOf(step) * 100,8:+0.0;-0.0}{(IsFitted(step) ? "" : "  not fitted to")}");
        yield return Line($"largest error: {FitError * 100:0.0} % where fitted, {CheckError * 100:0.0} % where not");
    }

    /// <summary>Lines for people: forecasts of a fleet.</summary>
    /// <param name="device">Every device of it.</param>
    /// <param name="forecasts">With one micro-batch, then with two, for each number of sequences.</param>
    public static IEnumerable<string> FleetLines(DeviceRates device, IEnumerable<(int MicroBatches, FleetForecast Forecast)> forecasts)
    {
        yield return Line($"{device.Name}: {device.BytesPerSecond / 1e9:0.#} GB/s, {device.MultiplyAddsPerSecond / 1e12:0.###} T multiply-adds/s, network {device.NetworkBytesPerSecond / 1e9:0.##} GB/s, {device.SecondsPerFrame * 1e6:0.0} µs a frame");
        yield return $"{"micro-batches",13} {"routers",8} {"nodes",6} {"rows each",9} {"step ms",9} {"tokens/s",11}  largest part of a layer, µs";
        foreach ((int microBatches, FleetForecast one) in forecasts)
        {
            string parts = string.Join(", ", one.Layer.OrderByDescending(part => part.Value).Take(3).Select(part => Line($"{Name(part.Key)} {part.Value * 1e6:0.#}")));
            yield return Line($"{microBatches,13} {one.Routers,8} {one.Nodes,6} {one.RowsPerRouter,9} {one.StepSeconds * 1e3,9:0.0} {one.TokensPerSecond,11:0}  {parts}");
        }
    }

    private double Predicted(MeasuredStep step) => Rates.Seconds(StepWork.Of(_measuredShape, step.Rows, BenchPositions, step.Nodes));

    private double ErrorOf(MeasuredStep step) => Predicted(step) / step.Seconds - 1;

    private static string Rate(double seconds) => seconds > 0 ? Line($"{1e-9 / seconds:0.#}") : "unbounded";

    private static string Name(FleetLimit limit) => limit switch
    {
        FleetLimit.RouterMemory => "routers' memory",
        FleetLimit.RouterArithmetic => "routers' arithmetic",
        FleetLimit.RouterFrames => "routers' frames",
        FleetLimit.NodeMemory => "nodes' memory",
        FleetLimit.NodeArithmetic => "nodes' arithmetic",
        FleetLimit.NodeFrames => "nodes' frames",
        FleetLimit.Network => "network",
        _ => throw new ArgumentOutOfRangeException(nameof(limit)),
    };

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
