using System.Globalization;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Supervision;
using ElasticMoE.Placement.Planning;
using ElasticMoE.Simulation.Control;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Runs;

/// <summary>
/// Runs one history of a control plane: (1) draws its size, planner and memory, and lets it form, (2) lets faults and commands happen, (3) checks
/// that everything is settled again within a bound after the last fault. The checks on single events are made where these happen.
/// </summary>
internal static class ControlRunner
{
    /// <summary>How long after the last fault everything wanted is there again, with every node, nothing under way and no row parked.</summary>
    public const long SettleMs = 30_000;

    private const long CheckMs = 250, QuietMs = 2_000;
    private const int CommandsMin = 20, CommandsMax = 60;

    /// <summary>Keeps its draws apart from those of the data plane under the same seed.</summary>
    private const ulong Stream = 0x9E6C63D0876A9A35UL;

    public static SimulationOutcome Run(SimulationOptions options)
    {
        var random = new SeededRandom((ulong)options.Seed ^ Stream);
        var scene = new ControlScene((long)random.Bits(), Draw(random.Fork(), options), options.Bug, options.IsRecording);
        ControlFault[] faults = [.. ControlFaults.Draw(random.Fork()).Where(fault => options.Faults?.Contains(fault.Number) ?? true)];
        (int Number, long AtMs, ulong Draws)[] commands = [.. Commands(random.Fork()).Where(command => options.Requests?.Contains(command.Number) ?? true)];
        try
        {
            Happen(scene, faults, commands);
        }
        catch (Exception broken)
        {
            scene.World.Violate($"something threw: {broken}");
        }
        return new()
        {
            Options = options,
            EventHash = scene.World.Hash.Value,
            Violation = scene.World.Violation,
            Faults = [.. faults.Select(fault => (fault.Number, fault.ToString()))],
            Requests = [.. commands.Select(command => command.Number)],
            FailedRequests = 0,
            Events = scene.World.Events,
            LastedUs = scene.World.NowUs,
            Timeline = scene.World.Timeline,
        };
    }

    private static void Happen(ControlScene scene, ControlFault[] faults, (int Number, long AtMs, ulong Draws)[] commands)
    {
        scene.Form();
        if (scene.World.Violation is null)
            Disturb(scene, faults, commands);
        if (scene.World.Violation is null)
            Settle(scene);
    }

    private static ControlSettings Draw(SeededRandom random, SimulationOptions options) => new()
    {
        Model = ControlModel.Shape(0, 4, 3),
        Nodes = options.Nodes > 0 ? options.Nodes : 4 + random.Below(3),
        // In one history of four memory is scarce.
        BudgetBytes = random.Chance(250) ? 6 * ControlModel.ExpertBytes : 1000 * ControlModel.ExpertBytes,
        // One of four has a planner that moves all it can, one none.
        Planner = random.Below(4) switch { 0 => null, 1 => SpreadPlanner.Plan, _ => Planner.Plan },
        Autoscales = random.Chance(750),
        Routers = 1 + random.Below(3),
    };

    private static IEnumerable<(int Number, long AtMs, ulong Draws)> Commands(SeededRandom random)
    {
        int count = (int)random.Between(CommandsMin, CommandsMax);
        return [.. Enumerable.Range(0, count).Select(number => (number, random.Between(0, ControlFaults.BusyMs), random.Bits()))];
    }

    private static void Disturb(ControlScene scene, ControlFault[] faults, (int Number, long AtMs, ulong Draws)[] commands)
    {
        var happening = new ControlFaults(scene);
        foreach (ControlFault fault in faults)
            scene.After(fault.AtMs, () => happening.Happen(fault));
        foreach ((int number, long atMs, ulong draws) in commands)
            scene.After(atMs, () => Submit(scene, number, new SeededRandom(draws)));
        for (long atMs = CheckMs; atMs < ControlFaults.BusyMs; atMs += CheckMs)
            scene.After(atMs, scene.Checks.Now);
        scene.RunFor(ControlFaults.BusyMs + ControlFaults.LongestMs);
    }

    private static void Submit(ControlScene scene, int number, SeededRandom draws)
    {
        if (scene.Commandable is { } state)
            scene.Command(ControlCommands.IdOf(number + 1), new ControlCommands(draws).Next(state));
    }

    private static void Settle(ControlScene scene)
    {
        bool isSettled = scene.RunUntil(() => scene.IsSettled() && AllCount(scene) && Wrong(scene) is null, SettleMs) is not null;
        if (!isSettled)
        {
            scene.World.Violate($"{SettleMs / 1000} s after the last fault not all is settled: {Unsettled(scene)}");
            return;
        }
        scene.RunFor(QuietMs);
        if (scene.Routers.FirstOrDefault(router => router.IsParked) is { } parked)
            scene.World.Violate($"a row of {parked.Name} is still parked");
        scene.Checks.End();
    }

    /// <summary>Whether every node that is there counts, and no other.</summary>
    private static bool AllCount(ControlScene scene) => scene.Nodes.All(node => node.IsLost != scene.Leader!.Machine.State.Nodes.ContainsKey(node.Id));

    private static string? Wrong(ControlScene scene) => WantedChecks.Settled(scene.Leader!.Machine.State, scene.Settings.HasRoom);

    private static string Unsettled(ControlScene scene)
    {
        if (scene.Leader?.Machine is not { } machine)
            return "nobody leads";
        if (scene.IsSettled() && AllCount(scene))
            return Wrong(scene) ?? "now it is";
        string[] replicas = [.. machine.State.LiveVersions.Where(replica => !machine.Observed.IsSettled(machine.State, replica)).Select(replica => Describe(scene, machine, replica))];
        string[] operations = [.. machine.State.Operations.Values.Where(operation => operation.IsUnderWay).Select(operation => $"{operation.Subject} ({string.Join("; ", operation.Experts.Select(replica => Describe(scene, machine, replica)))})")];
        string[] lagging = [.. scene.Routers.Where(router => router.Map?.Epoch != machine.Map?.Epoch).Select(router => router.Name)];
        return string.Create(CultureInfo.InvariantCulture, $"frozen {machine.IsFrozen}, {machine.State.Nodes.Count} of {scene.Nodes.Count} nodes; replicas {string.Join(", ", replicas)}; operations {string.Join(", ", operations)}; lagging {string.Join(", ", lagging)}");
    }

    private static string Describe(ControlScene scene, SupervisorMachine machine, ExpertVersion replica)
    {
        WantedReplicas wanted = machine.State.WantedOf(replica);
        return $"{replica}: wanted {string.Join(' ', wanted.Awake)} and {string.Join(' ', wanted.Standbys)}, is {string.Join(' ', scene.Nodes.Select(node => node.PhaseOf(replica)))}{(machine.Observed.IsClaimed(replica) ? ", claimed" : "")}";
    }
}
