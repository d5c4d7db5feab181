using ElasticMoE.Contracts;
using Microsoft.Win32.SafeHandles;

namespace ElasticMoE.Model.Residency;

/// <summary>A part of a file, mapped read-only. It stays readable where the file's name is gone; its memory is given back when it is disposed.</summary>
internal sealed unsafe class MappedRange : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly FileWindow _window;
    private readonly bool _systemTells;

    private MappedRange(SafeFileHandle file, string path, long offset, long length)
    {
        (_file, Path, Offset, Length) = (file, path, offset, length);
        _systemTells = MemoryPages.CanTell(path);
        _window = new(file, offset, length);
    }

    public string Path { get; }

    public long Offset { get; }

    public long Length { get; }

    /// <summary>The first byte; valid until this is disposed.</summary>
    public byte* Start => _window.Start;

    /// <exception cref="InputException">The file is gone, or too short for the range.</exception>
    public static MappedRange Open(string path, long offset, long length)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            // A range past the end would end the process at its first touch.
            if (RandomAccess.GetLength(file) < offset + length)
                throw new InputException(path, $"is cut short: it has {RandomAccess.GetLength(file)} bytes, and weights up to byte {offset + length} are wanted");
            return new MappedRange(file, path, offset, length);
        }
        catch (Exception failed)
        {
            file?.Dispose();
            if (failed is IOException or UnauthorizedAccessException)
                throw new InputException(path, $"cannot be mapped: {failed.Message}", inner: failed);
            throw;
        }
    }

    /// <summary>Brings the pages to memory.</summary>
    /// <returns>Whether they are known to be there: counted where the system tells, else locked.</returns>
    public bool Populate()
    {
        MemoryPages.Populate(Start, Length);
        return _systemTells ? MemoryPages.AreResident(Start, Length) : MemoryPages.TryLock(Start, Length);
    }

    /// <summary>Whether the pages are still in memory. Where the system doesn't tell, they were locked.</summary>
    public bool IsResident() => !_systemTells || MemoryPages.AreResident(Start, Length);

    /// <summary>Takes the pages out of memory, as far as nobody else uses them; they come back when they are touched.</summary>
    public void Evict()
    {
        MemoryPages.Discard(Start, Length);
        MemoryPages.DropCached(_file, Offset, Length);
    }

    /// <summary>Reads bytes of the range from the file, on any thread, also while it is disposed.</summary>
    /// <returns>False where it is disposed.</returns>
    /// <exception cref="IOException">They can't be read.</exception>
    public bool TryRead(long offset, Span<byte> bytes)
    {
        try
        {
            return RandomAccess.Read(_file, bytes, Offset + offset) == bytes.Length;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _window.Dispose();
        _file.Dispose();
    }
}
