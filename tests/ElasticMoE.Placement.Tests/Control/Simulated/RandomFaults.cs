using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Tests.Control.Simulated;

/// <summary>Faults of every kind, drawn from the world's seed; each ends.</summary>
internal sealed class RandomFaults(SimWorld world)
{
    public void Next()
    {
        Random random = world.Random;
        int supervisor = random.Next(world.Supervisors.Count), node = random.Next(world.Nodes.Count), router = random.Next(world.Routers.Count);
        long durationMs = random.Next(50, 8_000);
        switch (random.Next(13))
        {
            case 0 when !world.Nodes[node].IsDead:
                world.Nodes[node].Kill();
                world.Queue.After(durationMs, world.Nodes[node].Restart);
                break;
            case 1:
                world.CutNode(supervisor, node, cut: true);
                world.Queue.After(durationMs, () => world.CutNode(supervisor, node, cut: false));
                break;
            case 2:
                world.CutRouter(supervisor, router, cut: true);
                world.Queue.After(durationMs, () => world.CutRouter(supervisor, router, cut: false));
                break;
            case 3:
                world.CutLink(router, node, cut: true);
                world.Queue.After(durationMs, () => world.CutLink(router, node, cut: false));
                break;
            case 4 when !world.Supervisors[supervisor].IsPaused:
                world.Supervisors[supervisor].Pause(durationMs);
                break;
            case 5 when !world.Supervisors[supervisor].IsDead:
                world.Supervisors[supervisor].Crash(durationMs);
                break;
            case 6:
                world.Supervisors[supervisor].CrashPerMille = 20;
                world.Queue.After(durationMs, () => world.Supervisors[supervisor].CrashPerMille = 0);
                break;
            case 7:
                world.Journal.UnknownPercent = 40;
                world.Queue.After(durationMs, () => world.Journal.UnknownPercent = 0);
                break;
            case 8:
                world.Journal.IsFull = true;
                world.Queue.After(durationMs, () => world.Journal.IsFull = false);
                break;
            case 9:
                world.Journal.SlownessMs = 400;
                world.Queue.After(durationMs, () => world.Journal.SlownessMs = 5);
                break;
            case 10 when world.Leader is { } leader:
                // What it has sent is still under way when another leads.
                leader.LatenessMs = 6_000;
                world.Queue.After(300, () => leader.Pause(5_000));
                world.Journal.AppendLatenessMs = 6_000;
                world.Queue.After(300, () => world.Journal.AppendLatenessMs = 0);
                world.Queue.After(durationMs, () => leader.LatenessMs = 0);
                break;
            case 11 when world.Leader is { } leader:
                for (int other = 1; other < world.Nodes.Count; other++)
                {
                    int cut = other;
                    world.CutNode(leader.Id, cut, cut: true);
                    world.Queue.After(durationMs, () => world.CutNode(leader.Id, cut, cut: false));
                }
                break;
            default:
                world.Routers[router].IsHung = true;
                world.Queue.After(durationMs, () => world.Routers[router].IsHung = false);
                break;
        }
    }

    /// <summary>How long after the last fault everything has ended.</summary>
    public const long LongestMs = 8_000;
}
