using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Endurance;

/// <summary>
/// What happens to a cluster while it answers: nodes are killed and halted, one of two routers is killed, the other hangs. The next comes when
/// so many pieces of answers have come, and what was there before is over: members that were killed run again, halted ones go on.
/// </summary>
/// <param name="cluster">The cluster: three nodes and two routers.</param>
/// <param name="settings">How many clients there are.</param>
internal sealed class Troubles(RunningCluster cluster, EnduranceSettings settings)
{
    /// <summary>A client hears about 60 pieces an answer. Router faults are six turns apart, so that no answer outlives three of them.</summary>
    private const int PiecesPerClient = 10;

    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(120);

    private readonly SemaphoreSlim _turns = new(0);
    private int _pieces;

    /// <summary>What happened, in order.</summary>
    public List<string> Happened { get; } = [];

    /// <summary>A piece of an answer came.</summary>
    public void Heard()
    {
        if (Interlocked.Increment(ref _pieces) % (PiecesPerClient * settings.Streams) == 0)
            _turns.Release();
    }

    /// <summary>Goes on until a time has passed and everything has happened once.</summary>
    public void Run(TimeSpan time)
    {
        Action<int>[] round = [KillNode, HaltNode, _ => Kill("router-0"), KillNode, HaltNode, KillNode, HaltNode, KillNode, _ => Halt("router-1"), KillNode, HaltNode, KillNode];
        long started = TimeProvider.System.GetTimestamp();
        for (int turn = 0; turn <= round.Length - 4 || TimeProvider.System.GetElapsedTime(started) < time; turn++)
        {
            Wait();
            round[turn % round.Length](turn);
        }
    }

    private void KillNode(int turn) => Kill($"node-{turn % 3}");

    private void HaltNode(int turn) => Halt($"node-{turn % 3}");

    private void Kill(string member)
    {
        ProcessSignals.Kill(cluster.Pid(member));
        Happened.Add($"{member} killed");
        cluster.WaitForLine($"{member.Replace('-', ' ')} runs again");
    }

    private void Halt(string member)
    {
        int pid = cluster.Pid(member);
        ProcessSignals.Stop(pid);
        try
        {
            Happened.Add($"{member} halted");
            Wait();
        }
        finally
        {
            ProcessSignals.Continue(pid);
        }
    }

    /// <summary>For the next turn; pieces that come while something heals don't count.</summary>
    private void Wait()
    {
        while (_turns.Wait(0))
        {
        }
        if (!_turns.Wait(s_hang))
            throw new InvalidOperationException($"no answer gets on for {s_hang.TotalSeconds:0} s after: {string.Join(", ", Happened)}");
    }
}
