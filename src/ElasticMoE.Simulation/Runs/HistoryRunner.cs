using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Simulation.Cluster;
using ElasticMoE.Simulation.Control;
using ElasticMoE.Simulation.Core;
using ElasticMoE.Simulation.Faults;
using ElasticMoE.Simulation.Requests;
using ElasticMoE.Simulation.StandIn;

namespace ElasticMoE.Simulation.Runs;

/// <summary>
/// Runs one history: (1) draws routers, nodes, requests and faults from the seed, (2) lets it happen, (3) checks that all requests came to an
/// end. The checks on single events are made where these happen.
/// </summary>
public static class HistoryRunner
{
    /// <summary>How long after the last fault every request has come to its end. Longer than any deadline of the product: 3 s for a node's fate, 2 s for a handshake, 1 s to dial again.</summary>
    public const long SettleUs = 10_000_000;

    private const int Layers = 3, Experts = 6, Active = 2, DriftMaxPerMille = 50;
    private const int PromptMax = 20, OutputsMin = 3, OutputsMax = 30, RequestsMin = 4, RequestsMax = 16;

    /// <summary>Runs a history to its end or to the first broken promise.</summary>
    public static SimulationOutcome Run(SimulationOptions options) => options.Plane == SimulatedPlane.Control ? ControlRunner.Run(options) : RunRequests(options);

    private static SimulationOutcome RunRequests(SimulationOptions options)
    {
        var random = new SeededRandom((ulong)options.Seed);
        var scene = new Scene(random.Bits(), new StandInModel(Layers, Experts, Active), options.Bug, options.IsRecording);
        People(scene, options, random.Fork());
        Ask(scene, options, random.Fork());
        Fault[] faults = [.. FaultPlan.Draw(random.Fork()).Where(fault => options.Faults?.Contains(fault.Number) ?? true)];
        var injector = new FaultInjector(scene);
        injector.Plan(faults);
        long untilUs = Math.Max(injector.OverUs, FaultPlan.BusyUs) + SettleUs;
        if (!scene.World.Run(untilUs, () => scene.Requests.IsOver))
            CheckEnd(scene);
        return new()
        {
            Options = options,
            EventHash = scene.World.Hash.Value,
            Violation = scene.World.Violation,
            Faults = [.. faults.Select(fault => (fault.Number, fault.ToString()))],
            Requests = [.. scene.Requests.Requests.Select(request => request.Number)],
            FailedRequests = scene.Requests.Failed,
            Events = scene.World.Events,
            LastedUs = scene.World.NowUs,
            Timeline = scene.World.Timeline,
        };
    }

    private static void People(Scene scene, SimulationOptions options, SeededRandom random)
    {
        int nodes = 3 + random.Below(3), routers = 1 + random.Below(3);
        if (options.Nodes > 0)
            nodes = options.Nodes;
        int gateways = 1 + random.Below(2);
        for (int node = 0; node < nodes; node++)
            scene.Nodes.Add(new(scene, node));
        for (int router = 0; router < routers; router++)
            scene.Routers.Add(new(scene, router));
        for (int gateway = 0; gateway < gateways; gateway++)
            scene.Gateways.Add(new(scene, gateway));
        scene.Requests.Servers = [.. scene.Gateways];
        foreach (SimulatedProcess process in scene.Nodes.Concat<SimulatedProcess>(scene.Routers).Concat(scene.Gateways))
            process.DriftPerMille = (int)random.Between(-DriftMaxPerMille, DriftMaxPerMille);
        scene.Maps.Publish(scene.Maps.Draw(random, (Layers, Experts), nodes));
        scene.Nodes.ForEach(node => Join(scene, node));
        scene.Routers.ForEach(router => Join(scene, router));
        scene.Gateways.ForEach(gateway => gateway.Start());
    }

    private static void Join<T>(Scene scene, T process)
        where T : SimulatedProcess, IMapTaker
    {
        process.Start();
        scene.Maps.Add(process);
    }

    private static void Ask(Scene scene, SimulationOptions options, SeededRandom random)
    {
        int requests = (int)random.Between(RequestsMin, RequestsMax);
        for (int number = 0; number < requests; number++)
        {
            int[] prompt = [.. Enumerable.Range(0, 1 + random.Below(PromptMax)).Select(_ => random.Below(StandInModel.Vocabulary))];
            int outputs = (int)random.Between(OutputsMin, OutputsMax);
            long atUs = random.Between(0, FaultPlan.BusyUs);
            if (options.Requests?.Contains(number) ?? true)
                scene.Requests.Add(new(number, prompt, outputs, revision => scene.Reference(prompt, outputs, revision)), atUs);
        }
    }

    private static void CheckEnd(Scene scene)
    {
        string[] left = [.. scene.Requests.Requests.Where(request => !request.IsOver).Select(request => $"{request.Number} (at token {request.Accepted} of {request.Outputs})")];
        if (left.Length > 0)
            scene.World.Violate($"{SettleUs / 1_000_000} s after the last fault these requests are not over: {string.Join(", ", left)}");
    }
}
