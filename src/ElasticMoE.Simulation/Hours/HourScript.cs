using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Simulation.Control;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Hours;

/// <summary>
/// What happens in an hour: one node of twenty joins, one of fifty is lost for good, one of twenty dies and comes back, the leader dies once, an
/// operator gives a command every half minute, and every ten minutes other experts are in demand.
/// </summary>
internal sealed class HourScript(ControlScene scene, SeededRandom random)
{
    private const int JoinEvery = 20, LoseEvery = 50, DieEvery = 20, HotEvery = 50, RowsPerS = 4, HotRowsPerS = 60;
    private const long CommandMs = 30_000, ShiftMs = 600_000, LoadMs = 1_000, BackMinMs = 3_000, BackMaxMs = 60_000, LeaderBackMs = 1_000;

    private ExpertId[] _experts = [];
    private long _endMs;
    private int _shift;
    private ulong _commands;

    public int NodeChanges { get; private set; }

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
            Later(atMs, node.Restart);
        else if (node.Id.Value % LoseEvery == 0)
            Later(atMs, () => (node.IsLost, _) = (true, Kill(node)));
        else if (node.Id.Value % DieEvery == 1)
            Later(atMs, () => scene.After(Kill(node), node.Restart));
    }

    private void Later(long delayMs, Action happens) => scene.After(delayMs, () =>
    {
        NodeChanges++;
        happens();
    });

    /// <returns>After how long it may come back.</returns>
    private long Kill(ControlNode node)
    {
        node.Kill();
        return random.Between(BackMinMs, BackMaxMs);
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
        if (scene.NowMs < _endMs)
            scene.After(ShiftMs, Shift);
    }

    private void Command()
    {
        if (scene.NowMs >= _endMs)
            return;
        scene.After(CommandMs, Command);
        if (scene.Journal.Replayed is { Model: not null, Wanted.IsEmpty: false, Nodes.IsEmpty: false } state)
            scene.Command(new(7, ++_commands), new ControlCommands(random.Fork()).Next(state));
    }
}
