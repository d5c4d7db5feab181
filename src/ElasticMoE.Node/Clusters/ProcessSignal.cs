using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ElasticMoE.Node.Clusters;

/// <summary>What is done to another process: it is asked to end, as a service manager does, or halted for a while.</summary>
internal static partial class ProcessSignal
{
    private const int SigTerm = 15;

    // Linux numbers them otherwise than macOS.
    private static int SigStop => OperatingSystem.IsLinux() ? 19 : 17;

    private static int SigContinue => OperatingSystem.IsLinux() ? 18 : 19;

    /// <summary>Whether processes can be halted here.</summary>
    public static bool CanHalt => !OperatingSystem.IsWindows();

    public static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows())
            process.Kill();
        else
            _ = Send(process.Id, SigTerm);
    }

    /// <summary>It does nothing any more; its connections stay open.</summary>
    public static void Halt(Process process) => _ = Send(process.Id, SigStop);

    /// <summary>A halted one goes on.</summary>
    public static void Continue(Process process) => _ = Send(process.Id, SigContinue);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int pid, int signal);
}
