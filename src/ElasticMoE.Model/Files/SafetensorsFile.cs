using System.Runtime.InteropServices;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Files;

/// <summary>A safetensors file, mapped read-only. Opening reads the header alone; a tensor's pages are read when they are touched.</summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly MappedFile _file;
    private readonly Dictionary<string, TensorEntry> _tensors;

    private SafetensorsFile(MappedFile file, Dictionary<string, TensorEntry> tensors)
    {
        _file = file;
        _tensors = tensors;
    }

    /// <summary>Where the file lies.</summary>
    public string Path => _file.Path;

    /// <summary>Its identity for caches of what was derived from it.</summary>
    public SourceFile Source => new(_file.Path, _file.Length, _file.ModifiedUtc);

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <summary>Maps a file and checks its header.</summary>
    /// <exception cref="InputException">The file is missing, cut short, or breaks the format; the message names it and the cause.</exception>
    public static SafetensorsFile Open(string path)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            return new SafetensorsFile(file, SafetensorsHeader.Read(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Part of a tensor's bytes, as they lie in the file; valid until this is disposed.</summary>
    public ReadOnlySpan<byte> Bytes(TensorEntry tensor, long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, tensor.Bytes - count);
        return _file.Span(tensor.Offset + offset, count);
    }

    /// <summary>All elements of an F32 tensor.</summary>
    /// <exception cref="InputException">It is missing, of another type, or larger than an array.</exception>
    public float[] ReadSingles(string name) => MemoryMarshal.Cast<byte, float>(All(name, TensorType.F32)).ToArray();

    /// <summary>All elements of an I64 tensor.</summary>
    /// <exception cref="InputException">It is missing, of another type, or larger than an array.</exception>
    public long[] ReadIntegers(string name) => MemoryMarshal.Cast<byte, long>(All(name, TensorType.I64)).ToArray();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private ReadOnlySpan<byte> All(string name, TensorType type)
    {
        if (!_tensors.TryGetValue(name, out TensorEntry? tensor))
            throw new InputException(Path, $"tensor {name} is missing", ExitCode.NotFound);
        if (tensor.Type != type || tensor.Bytes > int.MaxValue)
            throw new InputException(Path, $"tensor {name} is {tensor.Form}; {TensorTypes.NameOf(type)} of less than 2 GB is expected");
        return Bytes(tensor, 0, (int)tensor.Bytes);
    }
}
