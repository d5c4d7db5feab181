using System.Runtime.InteropServices;

namespace ElasticMoE.Node.CommandLine;

/// <summary>
/// The signals that ask a process to end. The first one cancels the command, a second one ends the process at once. While an interception
/// stands, an interrupt from the keyboard cancels only that.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    /// <summary>Shells report a process that a signal ended as 128 + the signal's number.</summary>
    private const int InterruptedExit = 128 + 2, TerminatedExit = 128 + 15;

    private readonly CancellationTokenSource _cancel = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly Lock _gate = new();
    private CancellationTokenSource? _intercepted;
    private bool _hasParent;

    public Interrupts()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = OnInterrupt());
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = Cancel(TerminatedExit));
    }

    /// <summary>Set when the process is to end.</summary>
    public CancellationToken Cancelled => _cancel.Token;

    /// <summary>What a process exits with that was asked to end.</summary>
    public int ExitCode { get; private set; } = InterruptedExit;

    /// <summary>A token that a keyboard interrupt cancels in place of the command, until <see cref="Release"/>; cancelled with the command too.</summary>
    public CancellationToken Intercept()
    {
        lock (_gate)
            return (_intercepted = CancellationTokenSource.CreateLinkedTokenSource(_cancel.Token)).Token;
    }

    /// <summary>Ends the interception.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _intercepted?.Dispose();
            _intercepted = null;
        }
    }

    /// <summary>From now on an interrupt from the keyboard does nothing here: it reaches the process that started this one too, which decides.</summary>
    public void LeaveKeyboardToParent()
    {
        lock (_gate)
            _hasParent = true;
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _cancel.Dispose();
    }

    /// <summary>Returns whether the signal was taken; otherwise the system's own handling follows, which ends the process.</summary>
    internal bool OnInterrupt()
    {
        lock (_gate)
        {
            if (_hasParent)
                return true;
            if (_intercepted is null || _intercepted.IsCancellationRequested)
                return Cancel(InterruptedExit);
            _intercepted.Cancel();
            return true;
        }
    }

    private bool Cancel(int exit)
    {
        if (_cancel.IsCancellationRequested)
            return false;
        ExitCode = exit;
        _cancel.Cancel();
        return true;
    }
}
