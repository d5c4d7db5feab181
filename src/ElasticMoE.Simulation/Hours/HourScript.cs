using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Simulation.Control;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Hours;

/// <summary>
/// What happens in an hour: one node of twenty joins, one of fifty is lost for good, one of twenty dies and comes back, routers wake the standbys of what
/// had its only awake replica there, the leader dies once, an operator gives a command every half minute, and every ten minutes other experts are in demand.
/// </summary>
internal sealed class HourScript(ControlScene scene, SeededRandom random)
{
    private const int JoinEvery = 20, LoseEvery = 50, DieEvery = 20, HotEvery = 50, RowsPerS = 4, HotRowsPerS = 60;
    private const long CommandMs = 30_000, ShiftMs = 600_000, LoadMs = 1_000, BackMinMs = 3_000, BackMaxMs = 60_000, LeaderBackMs = 1_000, RowMaxMs = 1_000 / RowsPerS;

    private ExpertId[] _experts = [];
    private long _endMs;
    private int _shift;

    public HourHappenings Happened { get; private set; }

    /// <summary>Before the cluster is formed: those that will join aren't there yet.</summary>
    public void Prepare()
    {
        foreach (ControlNode node in Every(JoinEvery))
            node.Wait();
    }

    /// <summary>Plans all that happens from now on.</summary>
    public void Begin(long lastsMs)
    {
        _experts = [.. scene.Journal.Replayed.Experts.Keys];
        _endMs = scene.NowMs + lastsMs;
        foreach (ControlNode node in scene.Nodes)
            Plan(node, lastsMs);
        scene.After(lastsMs / 2, () => scene.Leader?.Crash(LeaderBackMs));
        Load();
        Shift();
        Command();
    }

    private IEnumerable<ControlNode> Every(int step) => scene.Nodes.Where(node => node.Id.Value % step == step - 1);

    private void Plan(ControlNode node, long lastsMs)
    {
        long atMs = random.Between(0, lastsMs);
        if (node.IsDead)
            scene.After(atMs, () => Join(node));
        else if (node.Id.Value % LoseEvery == 0)
            scene.After(atMs, () => Lose(node));
        else if (node.Id.Value % DieEvery == 1)
            scene.After(atMs, () => Die(node));
    }

    private void Join(ControlNode node)
    {
        Happened = Happened with { Joined = Happened.Joined + 1 };
        node.Restart();
    }

    private void Lose(ControlNode node)
    {
        Happened = Happened with { Lost = Happened.Lost + 1 };
        node.IsLost = true;
        Kill(node);
    }

    private void Die(ControlNode node)
    {
        Happened = Happened with { Restarted = Happened.Restarted + 1 };
        Kill(node);
        scene.After(random.Between(BackMinMs, BackMaxMs), node.Restart);
    }

    private void Kill(ControlNode node)
    {
        node.Kill();
        foreach (ControlRouter router in scene.Routers)
        {
            foreach (WantedReplicas placed in router.Map?.Replicas ?? [])
            {
                if (placed.Awake.Contains(node.Id))
                    scene.After(random.Between(1, RowMaxMs), () => TakeOver(router, placed.Replica));
            }
        }
    }

    /// <summary>The next row of an expert wakes a standby, where no awake replica takes it.</summary>
    private void TakeOver(ControlRouter router, ExpertVersion replica)
    {
        if (router.Map?.Replicas.FirstOrDefault(placed => placed.Replica == replica) is not { } placed || placed.Awake.Any(node => scene.Links.Serve(router, node, replica, takeover: false)))
            return;
        if (placed.Standbys.Any(node => scene.Links.Serve(router, node, replica, takeover: true)))
            Happened = Happened with { TakenOver = Happened.TakenOver + 1 };
    }

    private void Load()
    {
        if (scene.NowMs < _endMs)
            scene.After(LoadMs, Load);
        for (int i = 0; i < _experts.Length; i++)
            scene.Routers[i % scene.Routers.Count].Count(_experts[i], (i + _shift) % HotEvery == 0 ? HotRowsPerS : RowsPerS);
    }

    private void Shift()
    {
        _shift += 7;
        if (scene.NowMs >= _endMs)
            return;
        Happened = Happened with { Shifts = Happened.Shifts + 1 };
        scene.After(ShiftMs, Shift);
    }

    private void Command()
    {
        if (scene.NowMs >= _endMs)
            return;
        scene.After(CommandMs, Command);
        if (scene.Commandable is not { } state)
            return;
        Happened = Happened with { Commanded = Happened.Commanded + 1 };
        scene.Command(ControlCommands.IdOf(Happened.Commanded), new ControlCommands(random.Fork()).Next(state));
    }
}
