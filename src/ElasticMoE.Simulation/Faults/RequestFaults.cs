using ElasticMoE.Simulation.Cluster;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Faults;

/// <summary>Faults between clients, gateways and routers.</summary>
internal sealed class RequestFaults(Scene scene)
{
    private const int DuplicatesMax = 10;

    public void Happen(Fault fault, SeededRandom draws, SimulatedRouter router, SimulatedGateway gateway)
    {
        switch (fault.Kind)
        {
            case FaultKind.HangRouter: router.HangsUntilUs = scene.World.NowUs + fault.LastsUs; break;
            case FaultKind.DrainRouter: Drain(router, fault.ForUs); break;
            case FaultKind.CutGateway: scene.Network.CutBoth(gateway, router, fault.ForUs); break;
            case FaultKind.CutToGateway: scene.Network.Cut(router, gateway, fault.ForUs); break;
            case FaultKind.ResetGatewayLink when draws.Chance(500): scene.Network.BreakLinks(gateway, router); break;
            case FaultKind.ResetGatewayLink: gateway.EndOf(router, draws)?.CorruptsNext = true; break;
            case FaultKind.DuplicateGatewayFrames: gateway.EndOf(router, draws)?.Duplicates = 1 + draws.Below(DuplicatesMax); break;
            case FaultKind.CancelRequest when scene.Requests.Requests.Count > 0: scene.Requests.Cancel(scene.Requests.Requests[draws.Below(scene.Requests.Requests.Count)]); break;
        }
    }

    private void Drain(SimulatedRouter router, long forUs)
    {
        if (!router.IsAlive || router.IsDraining)
            return;
        router.Drain();
        int life = router.Life;
        scene.World.After(forUs, () =>
        {
            if (router.Life == life)
                router.Crash("it drained for too long");
            router.Start();
        });
    }
}
