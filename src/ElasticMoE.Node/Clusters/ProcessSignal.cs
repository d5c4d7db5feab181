using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ElasticMoE.Node.Clusters;

/// <summary>Asks another process to end, as a service manager does.</summary>
internal static partial class ProcessSignal
{
    private const int SigTerm = 15;

    public static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows())
            process.Kill();
        else
            _ = Send(process.Id, SigTerm);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int pid, int signal);
}
