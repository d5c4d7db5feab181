using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Control;

/// <summary>Draws faults and makes them happen.</summary>
internal sealed class ControlFaults(ControlScene scene)
{
    /// <summary>Faults begin, and commands come, before this.</summary>
    public const long BusyMs = 15_000;

    /// <summary>No fault takes longer.</summary>
    public const long LongestMs = 8_000;

    private const int FaultsMax = 20, NodesMin = 3, CrashPerMille = 20, UnknownPercent = 40, Slowness = 25;
    private const long SlowMs = 400, LateMs = 6_000, LateMinMs = 2_500, LatePauseMs = 5_000, LateAfterMs = 300;

    private static readonly ControlFaultKind[] s_kinds = Enum.GetValues<ControlFaultKind>();

    /// <summary>Draws up to twenty faults; one history in sixteen has none.</summary>
    public static ControlFault[] Draw(SeededRandom random)
    {
        int count = random.Chance(62) ? 0 : 1 + random.Below(FaultsMax);
        return [.. Enumerable.Range(0, count).Select(number => new ControlFault(number, s_kinds[random.Below(s_kinds.Length)], random.Between(0, BusyMs), random.Between(50, LongestMs), random.Bits()))];
    }

    public void Happen(ControlFault fault)
    {
        var draws = new SeededRandom(fault.Draws);
        ControlCandidate candidate = scene.Candidates[draws.Below(scene.Candidates.Count)];
        ControlNode node = scene.Nodes[draws.Below(scene.Nodes.Count)];
        ControlRouter router = scene.Routers[draws.Below(scene.Routers.Count)];
        scene.World.Note("fault", $"{(long)fault.Number}, {fault.Kind}: {candidate.Name}, {node.Name}, {router.Name}, {fault.ForMs} ms");
        switch (fault.Kind)
        {
            case ControlFaultKind.KillNode when !node.IsDead:
                node.Kill();
                scene.After(fault.ForMs, () => Restart(node));
                break;
            case ControlFaultKind.LoseNode when !node.IsDead && scene.Nodes.All(other => !other.IsLost) && scene.Nodes.Count > NodesMin:
                node.Kill();
                node.IsLost = true;
                break;
            case ControlFaultKind.CutNode:
                During(fault, cut => scene.Links.CutNode(candidate.Id, node.Id.Value, cut));
                break;
            case ControlFaultKind.CutRouter:
                During(fault, cut => scene.Links.CutRouter(candidate.Id, router.Identity.Router, cut));
                break;
            case ControlFaultKind.CutLink:
                During(fault, cut => scene.Links.CutLink(router.Identity.Router, node.Id.Value, cut));
                break;
            case ControlFaultKind.HangRouter:
                During(fault, hangs => router.IsHung = hangs);
                break;
            case ControlFaultKind.SlowLoads:
                During(fault, slow => node.Slowness = slow ? Slowness : 1);
                break;
            case ControlFaultKind.CutOffLeader when scene.Leader is { } leader:
                During(fault, cut =>
                {
                    for (int other = 1; other < scene.Nodes.Count; other++)
                        scene.Links.CutNode(leader.Id, other, cut);
                });
                break;
            default:
                Trouble(fault, candidate);
                break;
        }
    }

    private void Trouble(ControlFault fault, ControlCandidate candidate)
    {
        switch (fault.Kind)
        {
            case ControlFaultKind.PauseCandidate when !candidate.IsPaused:
                candidate.Pause(fault.ForMs);
                break;
            case ControlFaultKind.CrashCandidate when !candidate.IsDead:
                candidate.Crash(fault.ForMs);
                break;
            case ControlFaultKind.CrashBetweenEffects:
                During(fault, on => candidate.CrashPerMille = on ? CrashPerMille : 0);
                break;
            case ControlFaultKind.UnknownAppends:
                During(fault, on => scene.Journal.UnknownPercent = on ? UnknownPercent : 0);
                break;
            case ControlFaultKind.FullDisk:
                During(fault, full => scene.Journal.IsFull = full);
                break;
            case ControlFaultKind.SlowJournal:
                During(fault, slow => scene.Journal.SlownessMs = slow ? SlowMs : 5);
                break;
            case ControlFaultKind.SlowPlanner:
                During(fault, slow => scene.Shell.PlanningMs = slow ? LateMs : SlowMs);
                break;
            case ControlFaultKind.LateLeader when scene.Leader is { IsPaused: false } leader:
                // Some of it arrives just when another takes the lease, some later.
                leader.LatenessMs = LateMs;
                scene.Journal.AppendLatenessMs = LateMinMs + fault.ForMs % (LateMs - LateMinMs);
                scene.After(LateAfterMs, () => leader.Pause(LatePauseMs));
                scene.After(LateAfterMs, () => scene.Journal.AppendLatenessMs = 0);
                scene.After(fault.ForMs, () => leader.LatenessMs = 0);
                break;
        }
    }

    private static void Restart(ControlNode node)
    {
        if (node is { IsDead: true, IsLost: false })
            node.Restart();
    }

    private void During(ControlFault fault, Action<bool> set)
    {
        set(true);
        scene.After(fault.ForMs, () => set(false));
    }
}
