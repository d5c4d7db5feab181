using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.ControlPlane.Journals.Sqlite;
using ElasticMoE.ControlPlane.Supervision;
using ElasticMoE.ControlPlane.Tests.Journals.Reference;
using ElasticMoE.Placement.Planning;
using ElasticMoE.Testing;

namespace ElasticMoE.ControlPlane.Tests.Supervision;

/// <summary>A supervisor with all its threads, before a journal and nodes that obey. Its time passes only while something is waited for.</summary>
public sealed class SupervisorShellTests
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(50);
    private static readonly ExpertId s_hot = new(0, 1), s_quiet = new(1, 2);
    private static readonly ModelShape s_model = new(new(1, 2, 3, 4), [new(4, 2, 1, 1), new(4, 2, 1, 1)]);

    private readonly VirtualTime _clock = new();
    private ulong _requests;

    [Fact]
    public async Task WhatWasWantedOutlivesTheSupervisor()
    {
        using var folder = new TemporaryFolder();
        var peers = new ObedientPeers(3);
        string wanted;
        long lease;
        using (SqliteJournal journal = SqliteJournal.Open(folder.PathOf("journal")))
        using (SupervisorShell shell = Start(journal, peers))
        {
            ClusterMap first = await MapAsync(shell, peers, map => map.Replicas.All(placed => placed.Awake.Count == 1 && placed.Standbys.Count == 1));
            Assert.Equal(8, first.Replicas.Count);
            await DoneAsync(shell, new AdminCommand.Scale(s_hot, 2));
            await DoneAsync(shell, new AdminCommand.Sleep([s_quiet]));
            await DoneAsync(shell, new AdminCommand.Cordon(new(2)));
            ClusterMap map = await MapAsync(shell, peers, map => Of(map, s_hot).Awake.Count == 2 && Of(map, s_quiet).Awake.Count == 0);
            Assert.NotEmpty(Of(map, s_quiet).Standbys);
            var reports = new ClusterReports(shell);
            Assert.Equal((3, 1, 1), (reports.Status().NodesReady, reports.Status().Routers, reports.Status().ExpertsAsleep));
            Assert.Equal("ready cordoned", reports.Node(new(2)).Summary.State);
            Assert.Equal(2, reports.Expert(s_hot).Summary.Awake.Count);
            IEnumerable<string> kinds = (await reports.EventsAsync(0, 100, TimeSpan.Zero, CancellationToken.None)).Select(one => one.Kind);
            Assert.Equal(["LeaseTaken", "ClusterFormed"], kinds.Take(2));
            Assert.Contains("NodeCordoned", kinds);
            (wanted, lease) = (Wanted(reports), reports.Status().Lease);
        }
        using (SqliteJournal journal = SqliteJournal.Open(folder.PathOf("journal")))
        using (SupervisorShell shell = Start(journal, peers))
        {
            Assert.Equal(OutcomeCode.NoLeader, (await shell.SubmitAsync(Request(new AdminCommand.Wake([s_quiet])), CancellationToken.None).WaitAsync(s_hang)).Code);
            var reports = new ClusterReports(shell);
            Assert.Equal("leaderless", reports.Status().Health);
            // Nothing is no answer while the journal isn't replayed.
            Assert.Equal(ExitCode.Unreachable, Assert.Throws<InputException>(reports.Placement).Exit);
            ClusterMap map = await MapAsync(shell, peers, map => map.Epoch.Lease > lease);
            Assert.Equal(2, Of(map, s_hot).Awake.Count);
            Assert.Equal(wanted, Wanted(reports));
            Assert.Equal("ready cordoned", reports.Node(new(2)).Summary.State);
        }
    }

    [Fact]
    public async Task ACommandThatWasGivenTwiceIsCarriedOutOnce()
    {
        using var journal = new MemoryJournal();
        var peers = new ObedientPeers(2);
        using SupervisorShell shell = Start(journal, peers);
        await MapAsync(shell, peers, map => map.Replicas.All(placed => placed.Awake.Count == 1 && placed.Standbys.Count == 1));
        var request = new AdminRequest(new(9, 9), new AdminCommand.Scale(s_hot, 2));
        CommandOutcome[] outcomes = await PassUntilAsync(shell, Task.WhenAll(shell.SubmitAsync(request, CancellationToken.None), shell.SubmitAsync(request, CancellationToken.None)));
        Assert.All(outcomes, outcome => Assert.False(outcome.Code.IsRefusal(), outcome.Message));
        Assert.Equal(outcomes[0].Operation, (await PassUntilAsync(shell, shell.SubmitAsync(request, CancellationToken.None))).Operation);
        Assert.Single(new ClusterReports(shell).Operations());
    }

    [Fact]
    public async Task WhoConnectedJustBeforeTheLeaseIsKnownAfterIt()
    {
        using var journal = new MemoryJournal();
        using var busy = new ManualResetEventSlim();
        var peers = new ObedientPeers(2);
        var leads = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using SupervisorShell shell = Start(journal, peers, log: _ => leads.TrySetResult());
        Task<int> looking = shell.LookAsync(_ => busy.Wait(s_hang) ? 1 : 0);
        peers.Introduce(shell.Tell);
        _clock.Advance(s_tick);
        await leads.Task.WaitAsync(s_hang);
        busy.Set();
        await looking;
        await MapAsync(shell, peers, map => map.Nodes.Count == 2);
    }

    [Fact]
    public async Task UnknownThingsAreNamed()
    {
        using var journal = new MemoryJournal();
        var peers = new ObedientPeers(2);
        using SupervisorShell shell = Start(journal, peers);
        await MapAsync(shell, peers, _ => true);
        Assert.Equal(OutcomeCode.UnknownVersion, (await SubmitAsync(shell, new AdminCommand.Rollback(s_hot, 0))).Code);
        CommandOutcome unknown = await SubmitAsync(shell, new AdminCommand.Sleep([new(7, 7)]));
        Assert.Equal((OutcomeCode.UnknownExpert, "the model has no expert 7/7"), (unknown.Code, unknown.Message));
        Assert.Equal(OutcomeCode.UnknownOperation, (await shell.AwaitAsync(new(99), CancellationToken.None)).Code);
        Assert.Throws<InputException>(() => new ClusterReports(shell).Node(new(5)));
    }

    [Fact]
    public async Task AJournalOfAnotherModelEndsTheSupervisor()
    {
        using var journal = new MemoryJournal();
        var peers = new ObedientPeers(1);
        using (SupervisorShell shell = Start(journal, peers))
            await MapAsync(shell, peers, _ => true);
        using SupervisorShell other = Start(journal, peers, s_model with { Manifest = new(9, 9, 9, 9) });
        _clock.Advance(s_tick);
        InputException cause = await Assert.ThrowsAsync<InputException>(() => other.Running.WaitAsync(s_hang));
        Assert.Equal("memory: is the journal of a cluster with another model", cause.Message);
        Assert.Equal(OutcomeCode.NoLeader, (await SubmitAsync(other, new AdminCommand.Wake([s_hot]))).Code);
    }

    private SupervisorShell Start(IJournal journal, ObedientPeers peers, ModelShape? model = null, Action<string>? log = null)
    {
        var shell = new SupervisorShell(new SupervisorOptions
        {
            Journal = journal,
            Peers = peers,
            Model = (model ?? s_model, 1),
            Holder = $"test {Guid.NewGuid():n}",
            Planner = Planner.Plan,
            IsExclusive = true,
            Clock = _clock,
            Log = log ?? (_ => { }),
        });
        peers.Tell = shell.Tell;
        return shell;
    }

    private async Task<ClusterMap> MapAsync(SupervisorShell shell, ObedientPeers peers, Func<ClusterMap, bool> holds)
    {
        using var guard = new CancellationTokenSource(s_hang);
        return await PassUntilAsync(shell, FindAsync(peers, holds, guard.Token));
    }

    /// <summary>Lets time pass, a tick after the other, each of which is worked on before the next; fails where the supervisor ends meanwhile.</summary>
    private async Task<T> PassUntilAsync<T>(SupervisorShell shell, Task<T> what)
    {
        while (!what.IsCompleted && !shell.Running.IsCompleted)
        {
            _clock.Advance(s_tick);
            await SettledAsync(shell);
        }
        await await Task.WhenAny(what, shell.Running);
        return await what;
    }

    private static async Task SettledAsync(SupervisorShell shell)
    {
        var planned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task looked = shell.LookAsync(_ => 0);
        shell.OnPlanner(planned.SetResult);
        shell.OnJournal(written.SetResult);
        await Task.WhenAny(Task.WhenAll(looked, planned.Task, written.Task), shell.Running);
    }

    private static async Task<ClusterMap> FindAsync(ObedientPeers peers, Func<ClusterMap, bool> holds, CancellationToken guard)
    {
        await foreach (ClusterMap map in peers.Maps.ReadAllAsync(guard))
        {
            if (holds(map))
                return map;
        }
        throw new InvalidOperationException("no more maps");
    }

    private async Task DoneAsync(SupervisorShell shell, AdminCommand command)
    {
        CommandOutcome outcome = await SubmitAsync(shell, command);
        Assert.False(outcome.Code.IsRefusal(), outcome.Message);
        if (outcome.Operation != default)
            Assert.Equal(OutcomeCode.Done, (await PassUntilAsync(shell, shell.AwaitAsync(outcome.Operation, CancellationToken.None).WaitAsync(s_hang))).Code);
    }

    private Task<CommandOutcome> SubmitAsync(SupervisorShell shell, AdminCommand command) =>
        PassUntilAsync(shell, shell.SubmitAsync(Request(command), CancellationToken.None).WaitAsync(s_hang));

    private AdminRequest Request(AdminCommand command) => new(new(ulong.MaxValue, ++_requests), command);

    private static WantedReplicas Of(ClusterMap map, ExpertId expert) => map.Replicas.Single(placed => placed.Replica.Expert == expert);

    private static string Wanted(ClusterReports reports) => string.Join('\n', reports.Placement().Entries
        .Select(entry => $"{entry.Expert} awake {string.Join(',', entry.Awake)} standby {string.Join(',', entry.Standbys)}"));
}
