using System.Runtime.InteropServices;

namespace ElasticMoE.Kernels.Threads;

/// <summary>Binding of threads to processors, on Linux.</summary>
public static partial class CoreAffinity
{
    // The size of glibc's cpu_set_t.
    private const int MaskBytes = 128;

    /// <summary>
    /// The processors of a pool that owns them all: one for each of its threads, where that is what the process may run on; else none. Where a
    /// process has more processors than threads the system spreads the threads better, and others may be there.
    /// </summary>
    /// <param name="threads">Of the pool.</param>
    /// <param name="first">Which of them comes first, counted around: processes that share processors have their callers, which do what one thread does, on different ones.</param>
    public static IReadOnlyList<int> CoresFor(int threads, int first = 0)
    {
        Span<byte> mask = stackalloc byte[MaskBytes];
        mask.Clear();
        if (threads < 2 || !OperatingSystem.IsLinux() || GetAffinity(Environment.ProcessId, MaskBytes, mask) < 0)
            return [];
        List<int> cores = [];
        for (int core = 0; core < 8 * MaskBytes; core++)
        {
            if ((mask[core / 8] >> (core % 8) & 1) != 0)
                cores.Add(core);
        }
        return cores.Count == threads ? [.. cores.Skip(first % threads), .. cores.Take(first % threads)] : [];
    }

    /// <summary>Lets the calling thread run on this processor only. False where the system doesn't offer or doesn't allow it.</summary>
    public static bool TryPinCurrentThread(int core)
    {
        if (!OperatingSystem.IsLinux() || core < 0 || core >= 8 * MaskBytes)
            return false;
        Span<byte> mask = stackalloc byte[MaskBytes];
        mask.Clear();
        mask[core / 8] = (byte)(1 << (core % 8));
        return SetAffinity(0, MaskBytes, mask) == 0;
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint maskBytes, ReadOnlySpan<byte> mask);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nint maskBytes, Span<byte> mask);
}
