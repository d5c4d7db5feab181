using System.ComponentModel;
using System.Diagnostics;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Clusters;

/// <summary>
/// A cluster's member as a process of its own. Its standard input is a pipe from this process: at its end the member drains and exits,
/// however this process came to its end.
/// </summary>
internal sealed class MemberProcess : IDisposable
{
    private const string Ready = "ready";
    private const string Prefix = "emoe: ";
    private const string PoolSpins = "DOTNET_ThreadPool_UnfairSemaphoreSpinLimit";

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly Lock _telling = new();
    private readonly ManualResetEventSlim _ready = new();
    private volatile string _lastError = "it said nothing";
    private long _beats;

    private MemberProcess(ClusterMember member, Process process) => (Member, _process) = (member, process);

    public ClusterMember Member { get; }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Processor time that it has taken; none where it has ended.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            try
            {
                return _process.HasExited ? TimeSpan.Zero : _process.TotalProcessorTime;
            }
            catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
            {
                // It has ended since.
                return TimeSpan.Zero;
            }
        }
    }

    public ProcessRecord Record => ProcessRecord.Of(_process);

    /// <summary>Starts a member of a cluster.</summary>
    /// <param name="member">Which.</param>
    /// <param name="folder">The cluster's.</param>
    /// <param name="threads">Its compute threads.</param>
    /// <param name="log">Takes a line for whatever it says.</param>
    /// <param name="more">Further arguments of its command.</param>
    /// <exception cref="InputException">The program can't be run.</exception>
    public static MemberProcess Start(ClusterMember member, ClusterFolder folder, int threads, Action<string> log, params ReadOnlySpan<string> more)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Run by the dotnet host, the first argument is the program; as an executable of its own it has none.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(MemberProcess).Assembly.Location);
        foreach (string argument in (string[])["node", "--roles", member.RoleName, "--id", $"{member.Number}", "--cluster", folder.Root, "--with-parent", .. more])
            start.ArgumentList.Add(argument);
        start.Environment["EMOE_THREADS"] = $"{threads}";
        // Members share the machine's cores: a thread of the runtime's pool that spins for work takes them from those that have some.
        start.Environment.TryAdd(PoolSpins, "0");
        // What it says is said again by this process, which makes JSON of it where that is asked for.
        start.Environment.Remove(CommandConsole.LogVariable);
        var process = new MemberProcess(member, Run(start));
        process.Listen(log);
        return process;
    }

    private static Process Run(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new InputException(start.FileName, "can't be run");
        }
        catch (Win32Exception failed)
        {
            throw new InputException(start.FileName, $"can't be run: {new Win32Exception(failed.NativeErrorCode).Message}", inner: failed);
        }
    }

    /// <summary>Takes what it says that is neither that it is ready nor that it lives. Called on many threads.</summary>
    public event Action<string>? Said;

    /// <summary>Tells it something.</summary>
    /// <returns>Whether it could be told.</returns>
    public bool TryTell(string line)
    {
        try
        {
            lock (_telling)
            {
                _process.StandardInput.WriteLine(line);
                _process.StandardInput.Flush();
            }
            return true;
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Waits until it serves.</summary>
    /// <exception cref="InputException">It ended before, or takes too long.</exception>
    public void WaitUntilReady(TimeSpan limit, CancellationToken cancelled)
    {
        if (!_ready.Wait(limit, cancelled))
            throw new InputException($"{Member}", $"isn't ready after {limit.TotalSeconds:0} s", ExitCode.Timeout);
        if (_process.HasExited)
            throw new InputException($"{Member}", _lastError);
    }

    /// <summary>Waits until it has ended. One that has sent beats and sends none any more hangs, and is ended.</summary>
    /// <param name="silenceMax">The longest time from one beat to the next.</param>
    /// <param name="log">Is told of one that hangs.</param>
    /// <param name="goesOn">Whether to wait any longer; null for always.</param>
    /// <returns>Its exit code; null where the wait ended before.</returns>
    public int? WaitForExit(TimeSpan silenceMax, Action<string> log, Func<bool>? goesOn = null)
    {
        // In looks, not in seconds: what a parent that was halted itself hasn't read yet is no silence.
        int looksMax = (int)(silenceMax / s_look), looks = 0;
        long heard = 0;
        while (!_process.WaitForExit(s_look))
        {
            if (goesOn?.Invoke() == false)
                return null;
            long beats = Interlocked.Read(ref _beats);
            (looks, heard) = beats == 0 || beats != heard ? (0, beats) : (looks + 1, heard);
            if (looks > looksMax)
            {
                log($"hasn't said for {silenceMax.TotalSeconds:0} s that it lives; ending it");
                _process.Kill();
                break;
            }
        }
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Tells a spare member to begin.</summary>
    /// <returns>Whether it can still be told anything.</returns>
    public bool TryBegin() => TryTell(ParentPipe.Begin);

    /// <summary>Ends it without warning.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Asks it alone to drain and exit, while the others go on.</summary>
    public void Terminate() => Signal(ProcessSignal.Terminate);

    /// <summary>Halts it until <see cref="Continue"/>.</summary>
    public void Halt() => Signal(ProcessSignal.Halt);

    /// <summary>Lets it go on.</summary>
    public void Continue() => Signal(ProcessSignal.Continue);

    /// <summary>Tells it to drain and exit.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Lets it drain and exit, and ends it where it doesn't in time.</summary>
    public void Stop(TimeSpan limit)
    {
        CloseInput();
        if (!_process.WaitForExit(limit))
            _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        _process.Dispose();
        _ready.Dispose();
    }

    /// <summary>One that has ended has no id any more that could be meant.</summary>
    private void Signal(Action<Process> send)
    {
        if (!_process.HasExited)
            send(_process);
    }

    private void Listen(Action<string> log)
    {
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _ready.Set();
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data == Ready)
                _ready.Set();
            else if (line.Data == Heartbeat.Line)
                Interlocked.Increment(ref _beats);
            else if (line.Data is { } said)
                Said?.Invoke(said);
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not { Length: > 0 } text)
                return;
            _lastError = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
            log(_lastError);
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }
}
