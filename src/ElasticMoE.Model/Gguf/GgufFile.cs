using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Gguf;

/// <summary>A GGUF file, mapped read-only. Opening reads the header alone; a tensor's pages are read when they are touched.</summary>
internal sealed class GgufFile : IDisposable
{
    private readonly MappedFile _file;

    private GgufFile(MappedFile file)
    {
        _file = file;
        (Metadata, Tensors) = GgufHeader.Read(file);
    }

    public GgufMetadata Metadata { get; }

    public IReadOnlyDictionary<string, GgufTensor> Tensors { get; }

    /// <summary>Its identity for caches of what was derived from it.</summary>
    public SourceFile Source => new(_file.Path, _file.Length, _file.ModifiedUtc);

    /// <summary>Whether a model's path is that of a file rather than a folder.</summary>
    public static bool IsAt(string path) => File.Exists(path);

    /// <summary>Maps a file and checks its header.</summary>
    /// <exception cref="InputException">The file is missing, cut short, or breaks the format; the message names it and the cause.</exception>
    public static GgufFile Open(string path)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            return new GgufFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Part of a tensor's bytes; valid until this is disposed.</summary>
    public ReadOnlySpan<byte> Bytes(GgufTensor tensor, long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, tensor.Bytes - count);
        return _file.Span(tensor.Offset + offset, count);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
