using System.Runtime.InteropServices;

namespace ElasticMoE.Kernels.Threads;

/// <summary>Binding of threads to processors, on Linux.</summary>
public static partial class CoreAffinity
{
    // The size of glibc's cpu_set_t.
    private const int MaskBytes = 128;

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
}
