using System.IO.MemoryMappedFiles;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Files;

/// <summary>
/// A file mapped read-only, of any length. Its pages are read from disk when they are first touched, so opening costs nothing.
/// A file that another process cuts short afterwards ends this process at the next touch; the length is checked only here.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private byte* _start;

    private MappedFile(string path, long length, DateTime modifiedUtc)
    {
        Path = path;
        Length = length;
        ModifiedUtc = modifiedUtc;
        if (length == 0)
            return;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
    }

    public string Path { get; }

    public long Length { get; }

    public DateTime ModifiedUtc { get; }

    public static MappedFile Open(string path)
    {
        try
        {
            var info = new FileInfo(path);
            // The length of a link is that of its own text; published caches link every file to a blob.
            FileInfo target = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;
            return new MappedFile(path, target.Length, target.LastWriteTimeUtc);
        }
        catch (FileNotFoundException inner)
        {
            throw new InputException(path, "the file does not exist", ExitCode.NotFound, inner);
        }
        catch (Exception inner) when (inner is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException(path, $"cannot be mapped: {inner.Message}", inner: inner);
        }
    }

    /// <summary>The first byte; valid until this is disposed. For readers that check offsets once and then read without end.</summary>
    public byte* Start => _start;

    /// <summary>The bytes from <paramref name="offset"/> on; valid until this is disposed.</summary>
    public ReadOnlySpan<byte> Span(long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - count);
        if (count == 0)
            return [];
        ObjectDisposedException.ThrowIf(_start == null, this);
        return new ReadOnlySpan<byte>(_start + offset, count);
    }

    public void Dispose()
    {
        if (_start == null)
            return;
        _start = null;
        _view!.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file!.Dispose();
    }
}
