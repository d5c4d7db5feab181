using ElasticMoE.Placement.Throughput;

namespace ElasticMoE.Placement.Tests.Throughput;

/// <summary>Forecasts of fleets, worked out by hand.</summary>
public sealed class FleetModelTests
{
    private const double Close = 1e-9;

    /// <summary>A byte takes 1 ns, a multiply-add 0.1 ns, a byte of network 10 ns, a frame and a layer 1 µs.</summary>
    private static readonly DeviceRates s_device = new("a device", 1e9, 1e10, 1e8, 1e-6, 1e-6);

    private readonly FleetModel _model = new(StepWorkTests.Shape with { Layers = 2 }, s_device, positions: 5);

    [Fact]
    public void One_router_and_one_node()
    {
        FleetForecast forecast = _model.Of(routers: 1, nodes: 1, rows: 1, microBatches: 1);
        // Half of 5000 weights of 2 bytes, and half of 5 positions × 20 floats.
        Assert.Equal(5000e-9 + 200e-9, forecast.Layer[FleetLimit.RouterMemory], Close);
        Assert.Equal((2500 + 75) * 1e-10, forecast.Layer[FleetLimit.RouterArithmetic], Close);
        Assert.Equal(2e-6, forecast.Layer[FleetLimit.RouterFrames], Close);
        // Two of four experts of 1000 weights.
        Assert.Equal(2 * 2000e-9, forecast.Layer[FleetLimit.NodeMemory], Close);
        Assert.Equal(2000 * 1e-10, forecast.Layer[FleetLimit.NodeArithmetic], Close);
        Assert.Equal(2e-6, forecast.Layer[FleetLimit.NodeFrames], Close);
        // Two answers of 32 bytes are more than a row of 10.
        Assert.Equal(64e-8, forecast.Layer[FleetLimit.Network], Close);
        double layer = 5.2e-6 + 2e-6 + 1e-6 + 4e-6 + 2e-6 + 0.64e-6;
        Assert.Equal(2 * layer, forecast.StepSeconds, Close);
        Assert.Equal(1 / (2 * layer), forecast.TokensPerSecond, 1e-3);
        Assert.Equal(FleetLimit.RouterMemory, forecast.Limit);
    }

    [Fact]
    public void Two_micro_batches_take_as_long_as_the_busiest()
    {
        FleetForecast forecast = _model.Of(routers: 1, nodes: 1, rows: 2, microBatches: 2);
        Assert.Equal(2 * 2 * (5.2e-6 + 2e-6 + 1e-6), forecast.StepSeconds, Close);
    }

    [Fact]
    public void Nodes_serve_all_routers()
    {
        FleetForecast one = _model.Of(routers: 1, nodes: 1, rows: 4, microBatches: 1), many = _model.Of(routers: 8, nodes: 1, rows: 4, microBatches: 1);
        Assert.Equal(8 * one.Layer[FleetLimit.NodeFrames], many.Layer[FleetLimit.NodeFrames], Close);
        Assert.Equal(8 * one.Layer[FleetLimit.NodeArithmetic], many.Layer[FleetLimit.NodeArithmetic], Close);
        Assert.Equal(8 * one.Layer[FleetLimit.Network], many.Layer[FleetLimit.Network], Close);
        Assert.Equal(one.Layer[FleetLimit.RouterMemory], many.Layer[FleetLimit.RouterMemory], Close);
    }

    [Fact]
    public void The_best_division_is_no_worse_than_any()
    {
        FleetForecast best = _model.Best(devices: 12, rows: 4, microBatches: 1);
        Assert.Equal(12, best.Routers + best.Nodes);
        foreach (int routers in new[] { 1, 2, 4, 8 })
            Assert.True(_model.Of(routers, 12 - routers, 4, 1).TokensPerSecond <= best.TokensPerSecond);
    }
}
