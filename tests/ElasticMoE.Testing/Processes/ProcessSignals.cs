using System.Runtime.InteropServices;

namespace ElasticMoE.Testing.Processes;

/// <summary>What tests do to a process they have started.</summary>
public static partial class ProcessSignals
{
    private const int SigKill = 9, SigTerm = 15, SigCont = 18, SigStop = 19;

    /// <summary>Ends it without warning.</summary>
    public static void Kill(int pid) => Send(pid, SigKill);

    /// <summary>Asks it to end.</summary>
    public static void Terminate(int pid) => Send(pid, SigTerm);

    /// <summary>Halts it; its connections stay open.</summary>
    public static void Stop(int pid) => Send(pid, SigStop);

    /// <summary>Lets it go on.</summary>
    public static void Continue(int pid) => Send(pid, SigCont);

    private static void Send(int pid, int signal)
    {
        if (Signal(pid, signal) != 0)
            throw new InvalidOperationException($"signal {signal} can't be sent to process {pid}");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int pid, int signal);
}
