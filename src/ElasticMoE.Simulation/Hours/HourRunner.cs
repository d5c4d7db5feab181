using System.Diagnostics;
using System.Globalization;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.Placement.Planning;
using ElasticMoE.Simulation.Control;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Hours;

/// <summary>
/// An hour of a control plane of any size, in virtual time: the product's supervisor, planner and autoscaler with as many simulated nodes, to see
/// what grows with them. The checks of the other histories run along; those that go over everything do so once a virtual minute where much is there.
/// </summary>
public static class HourRunner
{
    private const int PerNode = 8, ReplicasPerExpert = 4, Routers = 2, ComparedNodesMax = 100;
    private const long ReportMs = 1_000, SettleMs = 120_000, PerMinuteMs = 60_000, SliceMs = 1_000;

    /// <summary>Runs it.</summary>
    /// <param name="options">How large and how long.</param>
    /// <param name="clock">Says how long it takes.</param>
    /// <param name="progress">Told once a virtual second.</param>
    /// <param name="cancelled">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static HourReport Run(HourOptions options, TimeProvider clock, Action<HourProgress>? progress = null, CancellationToken cancelled = default)
    {
        long began = clock.GetTimestamp(), lastsMs = options.Minutes * PerMinuteMs;
        var random = new SeededRandom((ulong)options.Seed);
        var scene = new ControlScene((long)random.Bits(), Settings(options));
        (HourMeter meter, var script) = (new(clock, Routers), new HourScript(scene, random.Fork()));
        script.Prepare();
        scene.Form();
        scene.Watch = meter;
        long fromMs = scene.NowMs;
        script.Begin(lastsMs);
        while (scene.World.Violation is null && scene.NowMs - fromMs < lastsMs)
        {
            cancelled.ThrowIfCancellationRequested();
            scene.RunFor(Math.Min(SliceMs, fromMs + lastsMs - scene.NowMs));
            if ((scene.NowMs - fromMs) % PerMinuteMs == 0)
                scene.Checks.Now();
            progress?.Invoke(new((scene.NowMs - fromMs) / 1e3, lastsMs / 1e3, clock.GetElapsedTime(began).TotalSeconds, scene.World.Events));
        }
        long lastedMs = scene.NowMs - fromMs;
        if (scene.World.Violation is null && scene.RunUntil(scene.IsSettled, SettleMs) is null)
            scene.World.Violate($"{SettleMs / 1000} s after the last change not all is settled");
        scene.Checks.End();
        return Report(options, scene, meter, script.Happened, (lastedMs / 1e3, clock.GetElapsedTime(began).TotalSeconds));
    }

    private static HourReport Report(HourOptions options, ControlScene scene, HourMeter meter, HourHappenings happened, (double VirtualS, double TookS) took)
    {
        ClusterMap? map = scene.Leader?.Machine.Map;
        double[] plans = [.. meter.PlansMs.Order()];
        using var self = Process.GetCurrentProcess();
        return new()
        {
            Nodes = options.Nodes,
            Experts = options.ExpertsInAll,
            Layers = options.Layers,
            Replicas = map?.Replicas.Sum(placed => placed.Awake.Count + placed.Standbys.Count) ?? 0,
            Routers = Routers,
            LastedS = took.VirtualS,
            Happened = happened,
            Decisions = meter.Decisions,
            Events = meter.Events,
            JournalBytes = meter.JournalBytes,
            Commands = meter.Commands,
            Maps = meter.Maps,
            MapBytes = meter.MapBytes,
            WholeMapBytes = map is null ? 0 : MapPayload.Write(map).Length,
            MessagesTaken = meter.Taken,
            MessagesSent = meter.Sent,
            LeaderS = meter.BusyS,
            LeaderMsMax = meter.LongestMs,
            Plans = plans.Length,
            PlanMsP50 = plans.Length == 0 ? 0 : plans[plans.Length / 2],
            PlanMsMax = plans.Length == 0 ? 0 : plans[^1],
            TookS = took.TookS,
            MemoryBytesMax = self.PeakWorkingSet64,
            Simulated = scene.World.Events,
            EventHash = scene.World.Hash.Value.ToString("x16", CultureInfo.InvariantCulture),
            Violation = scene.World.Violation,
        };
    }

    private static ControlSettings Settings(HourOptions options) => new()
    {
        Model = Shape(options.ExpertsInAll, options.Layers),
        Nodes = options.Nodes,
        // Twice what an awake replica and a standby of each expert take, and never less than eight replicas.
        BudgetBytes = Math.Max(PerNode, (long)ReplicasPerExpert * options.ExpertsInAll / options.Nodes) * ControlModel.ExpertBytes,
        Candidates = 1,
        Routers = Routers,
        Planner = Planner.Plan,
        Autoscales = true,
        ScriptedRows = true,
        MapCheckMs = options.Nodes <= ComparedNodesMax ? 0 : PerMinuteMs,
        NodeReportMs = ReportMs,
        RouterReportMs = ReportMs,
    };

    /// <summary>All experts, as evenly as they go into layers.</summary>
    private static ModelShape Shape(int experts, int layers) =>
        ControlModel.Shape([.. Enumerable.Range(0, layers).Select(layer => (layer + 1) * experts / layers - layer * experts / layers)]);
}
