using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ElasticMoE.Model.Residency;

/// <summary>
/// What the system knows of mapped pages. Only Linux tells which are in memory, and only to who may write the file; elsewhere pages can be
/// locked, or nobody knows.
/// </summary>
internal static unsafe partial class MemoryPages
{
    private const int WriteAccess = 2, AdvicePopulateRead = 22, AdviceDontNeed = 4, CacheDontNeed = 4;

    /// <summary>Pages asked about at once: one byte each.</summary>
    private const int PagesPerQuestion = 16 << 10;

    /// <summary>Brings a mapping's pages to memory.</summary>
    public static void Populate(byte* start, long length)
    {
        byte* first = FirstPage(start, out long bytes, length);
        if (OperatingSystem.IsLinux() && Advise(first, (nuint)bytes, AdvicePopulateRead) == 0)
            return;
        // Older kernels and other systems: a page is there once it was read.
        byte sum = 0;
        for (long at = 0; at < bytes; at += Environment.SystemPageSize)
            sum ^= Volatile.Read(ref first[at]);
        GC.KeepAlive(sum);
    }

    /// <summary>Whether the system tells this process which pages of a file are in memory.</summary>
    public static bool CanTell(string path) => OperatingSystem.IsLinux() && Access(path, WriteAccess) == 0;

    /// <summary>Whether all pages of a mapping are in memory, as far as the system tells the truth.</summary>
    public static bool AreResident(byte* start, long length)
    {
        byte* first = FirstPage(start, out long bytes, length);
        byte[] states = new byte[PagesPerQuestion];
        long step = (long)PagesPerQuestion * Environment.SystemPageSize;
        for (long at = 0; at < bytes; at += step)
        {
            long part = Math.Min(step, bytes - at);
            int pages = (int)((part + Environment.SystemPageSize - 1) / Environment.SystemPageSize);
            if (InCore(first + at, (nuint)part, ref states[0]) != 0)
                return false;
            foreach (byte state in states.AsSpan(0, pages))
            {
                if ((state & 1) == 0)
                    return false;
            }
        }
        return true;
    }

    /// <summary>Keeps a mapping's pages in memory until it is unmapped; false where the system doesn't allow it.</summary>
    public static bool TryLock(byte* start, long length)
    {
        if (OperatingSystem.IsWindows())
            return false;
        byte* first = FirstPage(start, out long bytes, length);
        return Lock(first, (nuint)bytes) == 0;
    }

    /// <summary>Lets the system drop the cached pages of a part of a file that nobody maps; where it can't be asked, nothing happens.</summary>
    public static void DropCached(SafeFileHandle file, long offset, long length)
    {
        if (OperatingSystem.IsLinux())
            _ = Advise(file, offset, length, CacheDontNeed);
    }

    /// <summary>Takes a mapping's pages out of this process, which stay mapped and come back when they are touched.</summary>
    public static void Discard(byte* start, long length)
    {
        byte* first = FirstPage(start, out long bytes, length);
        if (OperatingSystem.IsLinux())
            _ = Advise(first, (nuint)bytes, AdviceDontNeed);
    }

    private static byte* FirstPage(byte* start, out long bytes, long length)
    {
        byte* first = (byte*)((nint)start & -Environment.SystemPageSize);
        bytes = length + (start - first);
        return first;
    }

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Advise(byte* start, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "mincore", SetLastError = true)]
    private static partial int InCore(byte* start, nuint length, ref byte states);

    [LibraryImport("libc", EntryPoint = "mlock", SetLastError = true)]
    private static partial int Lock(byte* start, nuint length);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "posix_fadvise", SetLastError = true)]
    private static partial int Advise(SafeFileHandle file, long offset, long length, int advice);
}
