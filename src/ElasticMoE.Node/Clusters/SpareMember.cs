using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Clusters;

/// <summary>
/// A process that waits to take a member's place: it is started, has run all its code once, and begins when it is told to. As long as this
/// lives there is one, or one is about to be.
/// </summary>
internal sealed class SpareMember : IDisposable
{
    /// <summary>A start has everybody's cores; the member itself comes first.</summary>
    private static readonly TimeSpan s_startAfter = TimeSpan.FromSeconds(3);

    /// <summary>Getting ready takes three seconds of a core, which members that are fresh themselves, or catch up, have better use for; but not for ever.</summary>
    private static readonly TimeSpan s_idleMax = TimeSpan.FromSeconds(12);

    /// <summary>However often members end meanwhile.</summary>
    private static readonly TimeSpan s_idleAfterLossesMax = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_readyMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_againMax = TimeSpan.FromMinutes(1);

    /// <summary>Nobody waits for one that waits, so that it is given time.</summary>
    private static readonly TimeSpan s_silenceMax = TimeSpan.FromSeconds(20);

    /// <summary>It has nothing to bring to an end.</summary>
    private static readonly TimeSpan s_stopMax = TimeSpan.FromSeconds(2);

    private readonly ClusterMember _member;
    private readonly ClusterFolder _folder;
    private readonly Func<MemberProcess> _start;
    private readonly IdleCores _idle;
    private readonly Action<string> _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private MemberProcess? _waiting;

    /// <param name="member">Whose place it takes.</param>
    /// <param name="folder">The cluster's, where its process is recorded.</param>
    /// <param name="start">Starts the process.</param>
    /// <param name="idle">Says whether the members leave it some of the machine.</param>
    /// <param name="log">Takes a line for whatever happens to it.</param>
    public SpareMember(ClusterMember member, ClusterFolder folder, Func<MemberProcess> start, IdleCores idle, Action<string> log)
    {
        (_member, _folder, _start, _idle, _log) = (member, folder, start, idle, log);
        _thread = new Thread(Run) { IsBackground = true, Name = $"watches spare {member}" };
        _thread.Start();
    }

    /// <summary>Has it take the member's place: recorded as the member, and told to begin.</summary>
    /// <returns>The process; null where none waits.</returns>
    public MemberProcess? TryTake()
    {
        lock (_gate)
        {
            if (_waiting is not { HasExited: false } spare)
                return null;
            // Under both names rather than none: what nobody recorded nobody could end.
            _folder.WriteRecord(_member.FileName, spare.Record);
            if (!spare.TryBegin())
                return null;
            _folder.DeleteRecord(_member.SpareName);
            _waiting = null;
            return spare;
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        lock (_gate)
            _waiting?.Stop(s_stopMax);
        _thread.Join();
        _stopping.Dispose();
    }

    private bool IsWaiting(MemberProcess process)
    {
        lock (_gate)
            return _waiting == process;
    }

    private void Run()
    {
        TimeSpan pause = s_startAfter;
        while (!_stopping.Token.WaitHandle.WaitOne(pause) && !IsStoppedBeforeIdle())
        {
            bool wasTaken = TryStart() is { } process && WasTaken(process);
            pause = wasTaken ? s_startAfter : pause * 2 < s_againMax ? pause * 2 : s_againMax;
        }
    }

    /// <summary>Waits until some of the machine is idle, or for long enough since a member last ended: the one that follows it comes first as well.</summary>
    private bool IsStoppedBeforeIdle()
    {
        _ = _idle.AreSome();
        for (TimeSpan all = s_look, busy = s_look; busy <= s_idleMax && all <= s_idleAfterLossesMax; all += s_look, busy += s_look)
        {
            if (_stopping.Token.WaitHandle.WaitOne(s_look))
                return true;
            bool? some = _idle.AreSome();
            if (some == true)
                return false;
            if (some is null)
                busy = TimeSpan.Zero;
        }
        return false;
    }

    /// <summary>Waits until the process ends, or has taken the member's place and is ready.</summary>
    private bool WasTaken(MemberProcess process)
    {
        int? exit = process.WaitForExit(s_silenceMax, line => _log($"spare {_member} {line}"), () => IsWaiting(process));
        lock (_gate)
        {
            if (_waiting == process)
            {
                Forget(process);
                if (!_stopping.IsCancellationRequested)
                    _log($"spare {_member} ended with exit code {exit}; another is started later");
                return false;
            }
        }
        try
        {
            process.WaitUntilReady(s_readyMax, _stopping.Token);
        }
        catch (Exception failed) when (failed is InputException or OperationCanceledException)
        {
            // Whoever watches the member tells what became of it.
            return true;
        }
        return true;
    }

    private MemberProcess? TryStart()
    {
        lock (_gate)
        {
            try
            {
                if (_stopping.IsCancellationRequested)
                    return null;
                MemberProcess spare = _waiting = _start();
                _folder.WriteRecord(_member.SpareName, spare.Record);
                spare.Said += line => NoteReady(spare, line);
                return spare;
            }
            catch (Exception failed) when (failed is InputException or IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                _log($"no spare {_member}: {failed.Message.ReplaceLineEndings(" ")}");
                if (_waiting is { } unrecorded)
                {
                    unrecorded.Stop(TimeSpan.Zero);
                    Forget(unrecorded);
                }
                return null;
            }
        }
    }

    private void NoteReady(MemberProcess spare, string line)
    {
        if (line != ParentPipe.Waits)
            return;
        lock (_gate)
        {
            try
            {
                if (_waiting == spare)
                    _folder.WriteRecord(_member.SpareName, spare.Record with { Waits = true });
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                _log($"that the spare {_member} waits can't be recorded: {failed.Message.ReplaceLineEndings(" ")}");
            }
        }
    }

    private void Forget(MemberProcess ended)
    {
        _waiting = null;
        _folder.DeleteRecord(_member.SpareName);
        ended.Dispose();
    }
}
