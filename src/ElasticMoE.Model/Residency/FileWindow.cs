using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ElasticMoE.Model.Residency;

/// <summary>
/// A part of a file in this process's address space, read-only. On Linux what is mapped of a part that isn't small begins and ends at multiples
/// of a huge page, in the file and in memory: only then can what the system keeps in huge pages be mapped as such, wherever the part begins.
/// What lies around it is mapped, but never touched.
/// </summary>
internal sealed unsafe partial class FileWindow : IDisposable
{
    private const int Read = 1, Shared = 1, Private = 2, Fixed = 16, Anonymous = 32;
    private const long Failed = -1;

    /// <summary>What is smaller has little to gain, and would be laid out with much around it.</summary>
    private const long AlignedBytesMin = HugePages.PageBytes / 2;

    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _mapped;
    private readonly nuint _mappedBytes;
    private byte* _start;

    /// <exception cref="IOException">It can't be mapped.</exception>
    public FileWindow(SafeFileHandle file, long offset, long length)
    {
        if (OperatingSystem.IsLinux())
        {
            int unit = length >= AlignedBytesMin ? HugePages.PageBytes : Environment.SystemPageSize;
            long before = offset % unit;
            _mappedBytes = RoundedUp((nuint)(before + length), (nuint)unit);
            _mapped = Map(file, offset - before, _mappedBytes, (nuint)unit);
            _start = _mapped + before;
            if (unit == HugePages.PageBytes)
                HugePages.TryAdvise(_mapped, (long)_mappedBytes);
            return;
        }
        _file = MemoryMappedFile.CreateFromFile(file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(offset, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
    }

    /// <summary>The part's first byte; null once this is disposed.</summary>
    public byte* Start => _start;

    public void Dispose()
    {
        if (_start == null)
            return;
        _start = null;
        if (_view is null)
        {
            _ = Unmap(_mapped, _mappedBytes);
            return;
        }
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file!.Dispose();
    }

    private static nuint RoundedUp(nuint bytes, nuint unit) => (bytes + unit - 1) / unit * unit;

    /// <summary>Takes addresses enough to find a multiple among them, lays the file over those, and gives the rest back.</summary>
    private static byte* Map(SafeFileHandle file, long offset, nuint bytes, nuint unit)
    {
        nuint taken = bytes + unit;
        byte* free = Map(null, taken, 0, Private | Anonymous, -1, 0);
        if ((long)free == Failed)
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        byte* start = (byte*)RoundedUp((nuint)free, unit);
        bool held = false;
        try
        {
            file.DangerousAddRef(ref held);
            if ((long)Map(start, bytes, Read, Shared | Fixed, (int)file.DangerousGetHandle(), (nint)offset) == Failed)
            {
                string cause = Marshal.GetLastPInvokeErrorMessage();
                _ = Unmap(free, taken);
                throw new IOException(cause);
            }
        }
        finally
        {
            if (held)
                file.DangerousRelease();
        }
        Release(free, start);
        Release(start + bytes, free + taken);
        return start;
    }

    private static void Release(byte* from, byte* to)
    {
        if (to > from)
            _ = Unmap(from, (nuint)(to - from));
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* Map(byte* at, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(byte* start, nuint bytes);
}
