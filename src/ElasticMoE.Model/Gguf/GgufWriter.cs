using System.Text;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Gguf;

/// <summary>
/// Writes a GGUF file front to back. It grows under a temporary name beside the wanted one and takes that name only when it is complete.
/// </summary>
internal sealed class GgufWriter : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private bool _completed;

    private GgufWriter(string path, FileStream stream) => (_path, _stream) = (path, stream);

    /// <summary>Begins a file with these pairs and tensors, in this order.</summary>
    /// <exception cref="InputException">The file can't be written; the message names it and the cause.</exception>
    public static GgufWriter Create(string path, GgufPairs pairs, IReadOnlyList<GgufSpec> tensors)
    {
        var writer = new GgufWriter(path, Attempt(path, () => new FileStream($"{path}.{Environment.ProcessId}.partial", FileMode.Create, FileAccess.Write)));
        try
        {
            writer.Write(Header(pairs, tensors));
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Appends to a tensor's data.</summary>
    /// <exception cref="InputException">The file can't be written; the message names it and the cause.</exception>
    public void Write(ReadOnlySpan<byte> data)
    {
        try
        {
            _stream.Write(data);
        }
        catch (IOException inner)
        {
            throw new InputException(_path, $"can't be written: {inner.Message}", inner: inner);
        }
    }

    /// <summary>Ends a tensor: the next one begins at a multiple of the alignment.</summary>
    public void EndTensor() => Write(new byte[Padding(_stream.Position)]);

    /// <summary>Ends the file and gives it its name.</summary>
    /// <exception cref="InputException">The file can't be written; the message names it and the cause.</exception>
    public void Complete()
    {
        Attempt(_path, () =>
        {
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            File.Move(_stream.Name, _path, overwrite: true);
            return true;
        });
        _completed = true;
    }

    /// <summary>Removes what was written, unless it was completed.</summary>
    public void Dispose()
    {
        if (_completed)
            return;
        _completed = true;
        _stream.Dispose();
        File.Delete(_stream.Name);
    }

    private static byte[] Header(GgufPairs pairs, IReadOnlyList<GgufSpec> tensors)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(GgufHeader.Magic);
        writer.Write(GgufHeader.Version);
        writer.Write((ulong)tensors.Count);
        writer.Write((ulong)pairs.Count);
        writer.Write(pairs.Bytes);
        ulong offset = 0;
        foreach (GgufSpec tensor in tensors)
        {
            GgufPairs.WriteText(writer, tensor.Name);
            writer.Write((uint)tensor.Shape.Count);
            foreach (long side in tensor.Shape.Reverse())
                writer.Write((ulong)side);
            writer.Write((uint)tensor.Type);
            writer.Write(offset);
            offset += (ulong)(tensor.Bytes + Padding(tensor.Bytes));
        }
        writer.Flush();
        writer.Write(new byte[Padding(bytes.Length)]);
        writer.Flush();
        return bytes.ToArray();
    }

    private static int Padding(long length) => (int)((GgufHeader.AlignmentDefault - (length % GgufHeader.AlignmentDefault)) % GgufHeader.AlignmentDefault);

    private static T Attempt<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception inner) when (inner is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"can't be written: {inner.Message}", inner: inner);
        }
    }
}
