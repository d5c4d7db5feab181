using System.Diagnostics;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Clusters;

/// <summary>
/// Starts a cluster's members on this machine and watches over them: one that ends is started again, as a new incarnation, a little later
/// each time it ends soon. Disposing lets all of them drain and exit.
/// </summary>
internal sealed class ClusterParent : IDisposable
{
    private const int BackOffMinMs = 50;
    private const int BackOffMaxMs = 5_000;
    private static readonly TimeSpan s_readyMax = TimeSpan.FromMinutes(10);

    /// <summary>What a member takes to end beside the time that answers under way have.</summary>
    private static readonly TimeSpan s_stopMax = TimeSpan.FromSeconds(5);

    /// <summary>Ten beats of a supervisor; the spare one leads within a second after them.</summary>
    private static readonly TimeSpan s_silenceMax = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(10);

    private readonly ClusterFolder _folder;
    private readonly IDisposable _folderLock;
    private readonly Action<string> _log;
    private readonly int _threads;
    private readonly TimeSpan _stopMax;
    private readonly ClusterMember[] _members;
    private readonly MemberProcess?[] _processes;
    private readonly Thread?[] _watchers;
    private readonly HeldMembers _held = new();
    private readonly SpareMember?[] _spares;
    private readonly CancellationTokenSource _stopping = new();

    private ClusterParent(ClusterFolder folder, IDisposable folderLock, ClusterStart start, Action<string> log)
    {
        ClusterFile description = start.Description;
        (_folder, _folderLock, _log, _stopMax) = (folder, folderLock, log, description.Grace + s_stopMax);
        _members = [.. description.Members];
        int computing = _members.Count(member => member.Role is ClusterRole.Expert or ClusterRole.Router);
        _threads = start.Threads ?? Math.Max(1, Environment.ProcessorCount / Math.Max(1, computing));
        (_processes, _watchers, _spares) = (new MemberProcess[_members.Length], new Thread?[_members.Length], new SpareMember?[_members.Length]);
    }

    /// <summary>Starts a cluster.</summary>
    /// <param name="folder">Where it lives; what a parent that died left there is ended first.</param>
    /// <param name="start">What it is started with.</param>
    /// <param name="log">Takes a line for whatever happens to a member. Called on many threads.</param>
    /// <param name="cancelled">Ends the start.</param>
    /// <exception cref="InputException">A cluster runs there already (exit code: conflict), or a member can't be started.</exception>
    public static ClusterParent Start(ClusterFolder folder, ClusterStart start, Action<string> log, CancellationToken cancelled)
    {
        var parent = new ClusterParent(folder, Prepare(folder, start, log), start, log);
        try
        {
            parent.StartAll(cancelled);
            return parent;
        }
        catch
        {
            parent.Dispose();
            throw;
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<ClusterMember> Members => _members;

    /// <summary>Until the result is disposed, the member isn't started again when it ends.</summary>
    public IDisposable Hold(ClusterMember member) => _held.Hold(member);

    /// <summary>The node's process; another one after each restart.</summary>
    public MemberProcess Node(int number) => Process(new(ClusterRole.Expert, number));

    /// <summary>A member's process; another one after each restart.</summary>
    public MemberProcess Process(ClusterMember member) => ProcessAt(Array.IndexOf(_members, member));

    public void Dispose()
    {
        _stopping.Cancel();
        foreach (SpareMember? spare in _spares)
            spare?.Dispose();
        StopAll();
        foreach (Thread? watcher in _watchers)
            watcher?.Join();
        // A watcher may have started a process just before it was told to end.
        StopAll();
        foreach (MemberProcess? process in _processes)
            process?.Dispose();
        foreach (ClusterMember member in _members)
            _folder.DeleteRecord(member.FileName);
        _folder.Close();
        _folderLock.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Ends, by recorded id and start time, what a parent that died has left behind; for the holder of the folder's lock.</summary>
    public static void EndLeftovers(ClusterFolder folder, Action<string> log)
    {
        foreach (string process in folder.Recorded())
        {
            if (folder.TryReadRecord(process) is not { } record)
            {
                // A member ends by itself when its parent is gone, so a record that was cut short is no reason not to start.
                log($"the record of {process}, which a cluster that is gone has left, is damaged; it is deleted");
                folder.DeleteRecord(process);
                continue;
            }
            using Process? left = record.TryOpen();
            if (left is null)
                continue;
            log($"ending process {record.Pid}, which a cluster that is gone has left");
            left.Kill();
            left.WaitForExit();
        }
    }

    /// <summary>Takes the folder. Where that fails nothing in it is lost: the records are all that tells of processes left behind.</summary>
    private static IDisposable Prepare(ClusterFolder folder, ClusterStart start, Action<string> log)
    {
        IDisposable folderLock = folder.Lock();
        try
        {
            EndLeftovers(folder, log);
            folder.WriteJournalPlace(start.Journal);
            folder.Create(start.Description, start.MapFile);
            return folderLock;
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    private MemberProcess ProcessAt(int place) => Volatile.Read(ref _processes[place])!;

    /// <summary>Those that use others go first, and each role's members are told together, so that those that hang share one limit.</summary>
    private void StopAll()
    {
        foreach (ClusterRole role in Enum.GetValues<ClusterRole>().Reverse())
        {
            MemberProcess[] processes = [.. _processes.OfType<MemberProcess>().Where(process => process.Member.Role == role)];
            long started = TimeProvider.System.GetTimestamp();
            foreach (MemberProcess process in processes)
                process.CloseInput();
            foreach (MemberProcess process in processes)
            {
                TimeSpan left = _stopMax - TimeProvider.System.GetElapsedTime(started);
                process.Stop(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            }
        }
    }

    /// <summary>Role by role, for routers need nodes and gateways need routers.</summary>
    private void StartAll(CancellationToken cancelled)
    {
        foreach (ClusterRole role in Enum.GetValues<ClusterRole>())
        {
            int[] places = [.. Enumerable.Range(0, _members.Length).Where(place => _members[place].Role == role)];
            Array.ForEach(places, Launch);
            foreach (int place in places)
                ProcessAt(place).WaitUntilReady(s_readyMax, cancelled);
        }
        for (int place = 0; place < _members.Length; place++)
        {
            int watched = place;
            StartSpare(place);
            _watchers[place] = new Thread(() => Watch(watched)) { IsBackground = true, Name = $"watches {_members[place]}" };
            _watchers[place]!.Start();
        }
    }

    /// <summary>A supervisor that has no other to take over from it has a spare one. It leads nothing while the journal's lock, or the lease, is another's.</summary>
    private void StartSpare(int place)
    {
        ClusterMember member = _members[place];
        if (member.Role == ClusterRole.Supervisor && _members.Count(other => other.Role == ClusterRole.Supervisor) == 1)
            _spares[place] = new(member, _folder, () => Start(member, "--spare"), new IdleCores(Environment.ProcessorCount, ProcessorTime, TimeProvider.System), _log);
    }

    private TimeSpan ProcessorTime() => _processes.OfType<MemberProcess>().Aggregate(TimeSpan.Zero, (sum, process) => sum + process.ProcessorTime);

    private MemberProcess Start(ClusterMember member, params ReadOnlySpan<string> more) => MemberProcess.Start(member, _folder, _threads, line => _log($"{member}: {line}"), more);

    private void Launch(int place)
    {
        ClusterMember member = _members[place];
        MemberProcess process = Start(member);
        try
        {
            _folder.WriteRecord(member.FileName, process.Record);
        }
        catch
        {
            // A process without a record is one that nobody could end after this one's death.
            process.Stop(TimeSpan.Zero);
            process.Dispose();
            throw;
        }
        Volatile.Write(ref _processes[place], process);
    }

    private void Watch(int place)
    {
        ClusterMember member = _members[place];
        int backOffMs = BackOffMinMs;
        while (true)
        {
            long started = TimeProvider.System.GetTimestamp();
            int? exit = ProcessAt(place).WaitForExit(s_silenceMax, line => _log($"{member} {line}"));
            if (_stopping.IsCancellationRequested)
                return;
            if (TimeProvider.System.GetElapsedTime(started) >= s_soon)
                backOffMs = BackOffMinMs;
            string what = $"ended with exit code {exit}";
            // A spare one takes its time to get ready, and so needs no back-off of its own.
            if (!_held.IsHeld(member) && TryTakeSpare(place))
                _log($"{member} {what}; its spare takes its place");
            else if (!Restart(place, what, ref backOffMs))
                return;
            _log($"{member} runs again, as process {ProcessAt(place).Pid}");
        }
    }

    /// <summary>Starts a member again, a little later each time, until that succeeds.</summary>
    /// <returns>Whether it runs, and not everything ends.</returns>
    private bool Restart(int place, string what, ref int backOffMs)
    {
        do
        {
            backOffMs = Math.Min(2 * backOffMs, BackOffMaxMs);
            _log($"{_members[place]} {what}; starting it again in {backOffMs} ms");
            if (_stopping.Token.WaitHandle.WaitOne(backOffMs) || !_held.WaitUntilFree(_members[place], _stopping.Token))
                return false;
        }
        while (!TryLaunch(place, out what));
        return true;
    }

    private bool TryTakeSpare(int place)
    {
        try
        {
            if (_spares[place]?.TryTake() is not { } spare)
                return false;
            Volatile.Write(ref _processes[place], spare);
            return true;
        }
        catch (Exception failed) when (failed is InputException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            _log($"the spare {_members[place]} can't be recorded: {failed.Message.ReplaceLineEndings(" ")}");
            return false;
        }
    }

    /// <summary>That one member can't be started now (the disk is full, the program is being replaced) must not end the others.</summary>
    private bool TryLaunch(int place, out string cause)
    {
        try
        {
            if (!TryTakeSpare(place))
                Launch(place);
            cause = "";
            return true;
        }
        catch (Exception failed) when (failed is InputException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            cause = $"can't be started: {failed.Message.ReplaceLineEndings(" ")}";
            return false;
        }
    }
}
