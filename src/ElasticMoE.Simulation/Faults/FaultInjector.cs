using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Simulation.Cluster;
using ElasticMoE.Simulation.Core;
using ElasticMoE.Simulation.Network;
using ElasticMoE.Simulation.Requests;

namespace ElasticMoE.Simulation.Faults;

/// <summary>Makes faults happen.</summary>
internal sealed class FaultInjector(Scene scene)
{
    private const int EffectsMax = 8, SlownessMax = 60, ThrowsMax = 20, DuplicatesMax = 30;

    private readonly RequestFaults _requests = new(scene);

    /// <summary>When the last fault is over.</summary>
    public long OverUs { get; private set; }

    public void Plan(IEnumerable<Fault> faults)
    {
        foreach (Fault fault in faults)
        {
            OverUs = Math.Max(OverUs, fault.AtUs + fault.LastsUs);
            if (fault.Kind is FaultKind.PoisonRow or FaultKind.FaultyRow)
                Poison(new SeededRandom(fault.Draws), kills: fault.Kind == FaultKind.PoisonRow);
            else
                scene.World.After(fault.AtUs, () => Happen(fault, new SeededRandom(fault.Draws)));
        }
    }

    private void Happen(Fault fault, SeededRandom draws)
    {
        SimulatedNode node = scene.Nodes[draws.Below(scene.Nodes.Count)];
        SimulatedRouter router = scene.Routers[draws.Below(scene.Routers.Count)];
        SimulatedGateway gateway = scene.Gateways[draws.Below(scene.Gateways.Count)];
        scene.World.Note("fault", $"{(long)fault.Number}, {fault.Kind}: {node.Name}, {router.Name}, {gateway.Name}, {fault.ForUs} us");
        switch (fault.Kind)
        {
            case FaultKind.CrashNode: Crash(node, fault.ForUs, draws); break;
            case FaultKind.CrashRouter: Crash(router, fault.ForUs, draws); break;
            case FaultKind.CrashGateway: Crash(gateway, fault.ForUs, draws); break;
            case FaultKind.EvictStandbys when node is { IsAlive: true, IsPaused: false }: node.Evict(fault.ForUs); break;
            case FaultKind.EvictStandbys: break;
            case FaultKind.PauseNode: node.Pause(fault.ForUs); break;
            case FaultKind.PauseRouter: router.Pause(fault.ForUs); break;
            case FaultKind.SlowNode: Slow(node, fault.ForUs, draws); break;
            case FaultKind.HangNode: node.HangsUntilUs = scene.World.NowUs + fault.ForUs; break;
            case FaultKind.ThrowingNode: node.Throws = 1 + draws.Below(ThrowsMax); break;
            case FaultKind.ChangeMap: Change(draws); break;
            case FaultKind.ChangeMapMidStep: router.BetweenEffects(draws.Below(EffectsMax), () => Change(draws)); break;
            case FaultKind.ColdExpert: Move(fault.ForUs, draws); break;
            case FaultKind.UpdateExpert: Update(draws); break;
            case >= FaultKind.HangRouter and <= FaultKind.CancelRequest: _requests.Happen(fault, draws, router, gateway); break;
            default: Disturb(fault, draws, router, node); break;
        }
    }

    private void Disturb(Fault fault, SeededRandom draws, SimulatedRouter router, SimulatedNode node)
    {
        switch (fault.Kind)
        {
            case FaultKind.CutLink: scene.Network.CutBoth(router, node, fault.ForUs); break;
            case FaultKind.CutToNode: scene.Network.Cut(router, node, fault.ForUs); break;
            case FaultKind.CutFromNode: scene.Network.Cut(node, router, fault.ForUs); break;
            case FaultKind.CutNode: scene.Routers.ForEach(each => scene.Network.CutBoth(each, node, fault.ForUs)); break;
            case FaultKind.ResetLink: scene.Network.BreakLinks(router, node); break;
            case FaultKind.CorruptFrame: router.EndOf(node, draws)?.CorruptsNext = true; break;
            case FaultKind.DuplicateFrames: router.EndOf(node, draws)?.Duplicates = 1 + draws.Below(DuplicatesMax); break;
            default: throw new ArgumentOutOfRangeException(nameof(fault));
        }
    }

    private void Crash(SimulatedProcess process, long forUs, SeededRandom draws)
    {
        if (!process.IsAlive)
            return;
        process.BetweenEffects(draws.Below(EffectsMax), () =>
        {
            process.Crash("a planned crash");
            scene.World.After(forUs, process.Start);
        });
    }

    private void Slow(SimulatedNode node, long forUs, SeededRandom draws)
    {
        node.Slowness = 2 + draws.Below(SlownessMax);
        node.After(forUs, () => node.Slowness = 1);
    }

    private void Change(SeededRandom draws) => scene.Maps.Publish(scene.Maps.Draw(draws, (scene.Model.Layers, scene.Model.Experts), scene.Nodes.Count));

    private void Update(SeededRandom draws)
    {
        if (scene.Maps.Updated(draws, AnExpert(draws)) is { } map)
            scene.Maps.Publish(map);
    }

    private ExpertId AnExpert(SeededRandom draws) => new(draws.Below(scene.Model.Layers), draws.Below(scene.Model.Experts));

    private void Move(long forUs, SeededRandom draws)
    {
        ExpertId expert = AnExpert(draws);
        SimulatedNode node = scene.Nodes[draws.Below(scene.Nodes.Count)];
        scene.Maps.Publish(scene.Maps.MovedTo(expert, node.Id), late: node, forUs);
    }

    private void Poison(SeededRandom draws, bool kills)
    {
        if (scene.Requests.Requests.Count == 0)
            return;
        SimulatedRequest request = scene.Requests.Requests[draws.Below(scene.Requests.Requests.Count)];
        (int _, int layer, ulong row) = Dispatched(request)[draws.Below(Dispatched(request).Count)];
        // Requests that begin alike have rows in common; whose fault it is must be plain.
        if (request.IsPoisoned || scene.Requests.Requests.Any(other => other != request && Dispatched(other).Any(dispatched => dispatched.Row == row)))
            return;
        int[] experts = new int[scene.Model.Active];
        scene.Model.Gate(row, layer, experts);
        scene.Poison.Add(row, new(layer, experts[draws.Below(experts.Length)]), request, kills);
    }

    private static IReadOnlyList<(int Position, int Layer, ulong Row)> Dispatched(SimulatedRequest request) => request.ReferenceOf(default).Dispatched;
}
