namespace ElasticMoE.Placement.Throughput;

/// <summary>
/// A model over many devices, some of which are routers and the others expert nodes. Each device's reading and multiplying hide behind each other, so the
/// longer counts; frames take the device's own time beside it. With two micro-batches in turns a layer takes as long as the busiest of router,
/// network and node; with one it takes all three, one after the other.
/// </summary>
/// <param name="shape">The model.</param>
/// <param name="device">Every device.</param>
/// <param name="positions">Positions that each sequence sees.</param>
public sealed class FleetModel(MixtureShape shape, DeviceRates device, int positions)
{
    /// <summary>The forecast for one division of the devices.</summary>
    /// <param name="routers">Devices that are routers; 1 or more.</param>
    /// <param name="nodes">Devices that hold experts; 1 or more.</param>
    /// <param name="rows">Sequences on each router.</param>
    /// <param name="microBatches">1, or 2 in turns.</param>
    public FleetForecast Of(int routers, int nodes, int rows, int microBatches)
    {
        double share = (double)rows / microBatches;
        SortedDictionary<FleetLimit, double> layer = LayerOf(routers, nodes, share);
        double router = Math.Max(layer[FleetLimit.RouterMemory], layer[FleetLimit.RouterArithmetic]) + layer[FleetLimit.RouterFrames] + device.SecondsPerLayer;
        double node = Math.Max(layer[FleetLimit.NodeMemory], layer[FleetLimit.NodeArithmetic]) + layer[FleetLimit.NodeFrames];
        double network = layer[FleetLimit.Network];
        double mixture = microBatches == 1 ? router + node + network : 2 * Math.Max(router, Math.Max(node, network));
        // Layers without experts are the router's alone.
        double step = shape.MixtureLayers * mixture + (shape.Layers - shape.MixtureLayers) * microBatches * router;
        return new(routers, nodes, rows, step, layer);
    }

    /// <summary>The division of some devices, among powers of two of routers, with most tokens a second.</summary>
    public FleetForecast Best(int devices, int rows, int microBatches) =>
        Enumerable.Range(0, 31).Select(power => 1 << power).TakeWhile(routers => routers < devices)
            .Select(routers => Of(routers, devices - routers, rows, microBatches))
            .MaxBy(forecast => forecast.TokensPerSecond)!;

    private SortedDictionary<FleetLimit, double> LayerOf(int routers, int nodes, double rows)
    {
        double commonPerLayer = (double)shape.CommonWeights / shape.Layers;
        double cacheBytes = rows * positions * shape.CachePerPosition * sizeof(float) / shape.Layers;
        double frames = StepWork.FramesOfLayer(shape, rows, nodes);
        double places = Math.Max(shape.Experts, nodes), rowsOfNode = routers * rows * shape.ActiveExperts / nodes;
        double dispatched = StepWork.DispatchedRows(shape, rows, nodes) * shape.DispatchRowBytes, answered = rows * shape.ActiveExperts * shape.AnswerRowBytes;
        return new()
        {
            [FleetLimit.RouterMemory] = (commonPerLayer * shape.BytesPerWeight + cacheBytes) / device.BytesPerSecond,
            [FleetLimit.RouterArithmetic] = rows * (commonPerLayer + (double)positions * shape.AttentionPerPosition / shape.Layers) / device.MultiplyAddsPerSecond,
            [FleetLimit.RouterFrames] = 2 * frames * device.SecondsPerFrame,
            [FleetLimit.NodeMemory] = ExpectedHits.Experts(places, shape.ActiveExperts, routers * rows) / nodes * shape.ExpertWeights * shape.BytesPerWeight / device.BytesPerSecond,
            [FleetLimit.NodeArithmetic] = rowsOfNode * shape.ExpertWeights / device.MultiplyAddsPerSecond,
            [FleetLimit.NodeFrames] = 2 * frames * routers / nodes * device.SecondsPerFrame,
            [FleetLimit.Network] = Math.Max(Math.Max(dispatched, answered), Math.Max(dispatched, answered) * routers / nodes) / device.NetworkBytesPerSecond,
        };
    }
}
