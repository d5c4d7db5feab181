using System.Globalization;
using System.Text.Json.Nodes;
using ElasticMoE.EndToEnd.Processes;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Endurance;

/// <summary>
/// What happens to a cluster while it answers: nodes are killed and halted, one of two routers is killed, the other hangs, experts are scaled, put
/// to sleep and woken. The next comes when so many pieces of answers have come, and what was there before is over: members that were killed
/// run again, halted ones go on, what was commanded has ended.
/// </summary>
internal sealed class Troubles : IDisposable
{
    /// <summary>A client hears about 60 pieces an answer, so that many an answer outlives several faults, and some of them three lost routers.</summary>
    private const int PiecesPerClient = 10;

    /// <summary>A turn by which everything has happened at least once.</summary>
    private const int TurnsMin = 9;

    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(180);

    private readonly RunningCluster _cluster;
    private readonly string[] _experts;
    private readonly int _piecesPerTurn;
    private readonly Action<int>[] _round;
    private readonly AdminSession _admin;
    private readonly SemaphoreSlim _turns = new(0);
    private int _pieces;

    /// <param name="cluster">The cluster: three nodes, two routers, a supervisor.</param>
    /// <param name="experts">Its model's experts, as layer/index.</param>
    /// <param name="settings">How many clients there are.</param>
    public Troubles(RunningCluster cluster, string[] experts, EnduranceSettings settings)
    {
        (_cluster, _experts, _admin) = (cluster, experts, new(cluster.Folder));
        _piecesPerTurn = PiecesPerClient * settings.Streams;
        _round = [KillNode, Scale, _ => Kill("router-0"), Sleep, HaltNode, KillNode, Wake, HaltNode, _ => Halt("router-1"), Sleep, KillNode, Scale];
    }

    /// <summary>What happened, in order.</summary>
    public List<string> Happened { get; } = [];

    /// <summary>A piece of an answer came.</summary>
    public void Heard()
    {
        if (Interlocked.Increment(ref _pieces) % _piecesPerTurn == 0)
            _turns.Release();
    }

    /// <summary>Goes on until a time has passed and everything has happened once.</summary>
    public void Run(TimeSpan time)
    {
        long started = TimeProvider.System.GetTimestamp();
        for (int turn = 0; turn < TurnsMin || TimeProvider.System.GetElapsedTime(started) < time; turn++)
        {
            Wait();
            _round[turn % _round.Length](turn);
        }
    }

    public void Dispose() => _admin.Dispose();

    private void KillNode(int turn) => Kill($"node-{turn % 3}");

    private void HaltNode(int turn) => Halt($"node-{turn % 3}");

    private void Kill(string member)
    {
        ProcessSignals.Kill(_cluster.Pid(member));
        Note($"{member} killed");
        _cluster.WaitForLine($"{member.Replace('-', ' ')} runs again");
    }

    private void Halt(string member)
    {
        int pid = _cluster.Pid(member);
        ProcessSignals.Stop(pid);
        try
        {
            Note($"{member} halted");
            Wait();
        }
        finally
        {
            ProcessSignals.Continue(pid);
        }
    }

    private void Note(string what) => Happened.Add(string.Create(CultureInfo.InvariantCulture, $"{_cluster.SecondsSinceStart:0.0} s {what}"));

    private void Scale(int turn)
    {
        string expert = _experts[turn * 7 % _experts.Length];
        Command("experts/scale", new { expert, replicas = 2 }, $"{expert} scaled up");
        Command("experts/scale", new { expert, replicas = 1 }, $"{expert} scaled down");
    }

    private void Sleep(int turn) => Command("experts/sleep", new { experts = Quarter(turn) }, "a quarter of the experts put to sleep");

    private void Wake(int turn) => Command("experts/wake", new { experts = Quarter(turn - 3) }, "a quarter of the experts woken");

    private string[] Quarter(int turn) => [.. _experts.Where((_, index) => index % 4 == turn % 4)];

    /// <summary>Commands may be refused, where a node is just starting; what matters is what clients see of them.</summary>
    private void Command(string path, object parameters, string what)
    {
        JsonObject outcome = _admin.SubmitAsync(path, parameters).GetAwaiter().GetResult();
        string code = (string)outcome["code"]!;
        if ((long)outcome["operation"]! is > 0 and var operation)
            code = (string)_admin.UntilAsync($"operations/await?operation={operation}&waitMs=5000", answer => (string?)answer["code"] != "accepted").GetAwaiter().GetResult()["code"]!;
        Note($"{what}: {code}");
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
