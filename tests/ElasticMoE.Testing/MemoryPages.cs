using System.Runtime.InteropServices;

namespace ElasticMoE.Testing;

/// <summary>Pages taken from the kernel, some of which are then closed to every access.</summary>
internal static partial class MemoryPages
{
    private const int ProtectNone = 0;
    private const int ProtectReadWrite = 3;
    private const int MapPrivate = 2;
    private const int MapAnonymousLinux = 0x20;

    public static nint Map(nuint bytes)
    {
        nint address = MMap(0, bytes, ProtectReadWrite, MapPrivate | MapAnonymousLinux, -1, 0);
        return address != -1 ? address : throw new OutOfMemoryException($"mmap of {bytes} bytes: errno {Marshal.GetLastPInvokeError()}");
    }

    public static void Close(nint address, nuint bytes)
    {
        if (MProtect(address, bytes, ProtectNone) != 0)
            throw new InvalidOperationException($"mprotect: errno {Marshal.GetLastPInvokeError()}");
    }

    public static void Unmap(nint address, nuint bytes)
    {
        if (MUnmap(address, bytes) != 0)
            throw new InvalidOperationException($"munmap: errno {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MMap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int MProtect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int MUnmap(nint address, nuint length);
}
