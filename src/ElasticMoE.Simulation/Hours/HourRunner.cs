using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.Placement.Planning;
using ElasticMoE.Simulation.Control;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Hours;

/// <summary>
/// An hour of a control plane of any size, in virtual time: the product's supervisor, planner and autoscaler with as many simulated nodes, to see
/// what grows with them. The checks of the other histories run along.
/// </summary>
public static class HourRunner
{
    private const int LayersMin = 4, PerNode = 8, Routers = 2, ComparedNodesMax = 100;
    private const long ReportMs = 1_000, SettleMs = 120_000, PerMinuteMs = 60_000;

    /// <summary>Runs it.</summary>
    /// <param name="options">How large and how long.</param>
    /// <param name="clock">Says how long it takes.</param>
    public static HourReport Run(HourOptions options, TimeProvider clock)
    {
        long began = clock.GetTimestamp();
        var random = new SeededRandom((ulong)options.Seed);
        var scene = new ControlScene((long)random.Bits(), Settings(options.Nodes));
        (HourMeter meter, var script) = (new(), new HourScript(scene, random.Fork()));
        script.Prepare();
        scene.Form();
        scene.Shell.Seen = meter.See;
        (long fromMs, long events) = (scene.NowMs, scene.World.Events);
        script.Begin(options.Minutes * PerMinuteMs);
        scene.RunFor(options.Minutes * PerMinuteMs);
        long lastedMs = scene.NowMs - fromMs;
        if (scene.World.Violation is null && scene.RunUntil(scene.IsSettled, SettleMs) is null)
            scene.World.Violate($"{SettleMs / 1000} s after the last change not all is settled");
        scene.Checks.End();
        return new()
        {
            Nodes = options.Nodes,
            LastedS = lastedMs / 1000.0,
            NodeChanges = script.NodeChanges,
            Decisions = meter.Decisions,
            Events = meter.Events,
            Commands = meter.Commands,
            Plans = meter.Plans,
            Maps = meter.Maps,
            MapBytes = meter.MapBytes,
            WholeMapBytes = scene.Leader?.Machine.Map is { } map ? MapPayload.Write(map).Length : 0,
            Messages = scene.World.Events - events,
            TookS = clock.GetElapsedTime(began).TotalSeconds,
            Violation = scene.World.Violation,
        };
    }

    private static ControlSettings Settings(int nodes)
    {
        int layers = Math.Max(LayersMin, (int)Math.Sqrt(nodes) / 2);
        return new()
        {
            Model = Shape(nodes, layers),
            Nodes = nodes,
            BudgetBytes = PerNode * ControlModel.ExpertBytes,
            Candidates = 1,
            Routers = Routers,
            Planner = Planner.Plan,
            Autoscales = true,
            ScriptedRows = true,
            ComparesMaps = nodes <= ComparedNodesMax,
            NodeReportMs = ReportMs,
            RouterReportMs = ReportMs,
        };
    }

    /// <summary>As many experts as nodes, as evenly as they go into layers.</summary>
    private static ModelShape Shape(int experts, int layers) =>
        ControlModel.Shape([.. Enumerable.Range(0, layers).Select(layer => (layer + 1) * experts / layers - layer * experts / layers)]);
}
