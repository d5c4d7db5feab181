using System.Globalization;
using System.Runtime.InteropServices;

namespace ElasticMoE.Node.Machine;

/// <summary>
/// How the system schedules a process that computes for others (Linux's SCHED_BATCH): a thread of it that is woken waits for the processor it is to run on,
/// and interrupts nobody there. Routers and nodes of one machine wake each other some ten times a layer; on a virtual machine each such interruption of another
/// processor costs the waking thread as much as reading a whole expert does, and what it interrupts is what it waits for.
/// </summary>
internal static partial class BatchScheduling
{
    private const int Other = 0;
    private const int Batch = 3;

    /// <summary>Schedules this process's threads so, and all that they start. Threads whose policy somebody has chosen already keep it.</summary>
    public static void TakeProcess()
    {
        if (!OperatingSystem.IsLinux())
            return;
        // A thread that another one has started meanwhile is as that one was.
        while (TakeThreads())
        {
        }
    }

    /// <summary>Returns whether any was scheduled otherwise.</summary>
    private static bool TakeThreads()
    {
        bool any = false;
        int priority = 0;
        foreach (string thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            // A thread that has just ended has no policy, and where a system allows no other there is nothing to be done.
            int id = int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture);
            any |= GetScheduler(id) == Other && SetScheduler(id, Batch, ref priority) == 0;
        }
        return any;
    }

    [LibraryImport("libc", EntryPoint = "sched_getscheduler")]
    private static partial int GetScheduler(int thread);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, ref int priority);
}
