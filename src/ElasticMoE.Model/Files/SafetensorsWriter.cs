using System.Buffers.Binary;
using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Files;

/// <summary>
/// Writes a safetensors file front to back. It grows under a temporary name beside the wanted one and takes that name only when it is
/// complete; until then a file of that name stays as it was.
/// </summary>
public sealed class SafetensorsWriter : IDisposable
{
    private const int Alignment = 8;
    private const string TemporarySuffix = ".partial";

    private readonly string _path;
    private readonly FileStream _stream;
    private long _bytesLeft;
    private bool _completed;

    private SafetensorsWriter(string path, FileStream stream, long dataBytes)
    {
        _path = path;
        _stream = stream;
        _bytesLeft = dataBytes;
    }

    /// <summary>Begins a file with these tensors, in this order.</summary>
    /// <exception cref="InputException">The file can't be written; the message names it and the cause.</exception>
    public static SafetensorsWriter Create(string path, IReadOnlyList<TensorSpec> tensors)
    {
        byte[] header = Header(tensors);
        FileStream stream = Attempt(path, () => new FileStream(path + TemporarySuffix, FileMode.Create, FileAccess.Write));
        var writer = new SafetensorsWriter(path, stream, tensors.Sum(tensor => tensor.Bytes));
        try
        {
            writer.WriteRaw(header);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Appends to the data; tensors follow each other without gaps.</summary>
    /// <exception cref="InputException">The file can't be written; the message names it and the cause.</exception>
    public void Write(ReadOnlySpan<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, _bytesLeft);
        WriteRaw(data);
        _bytesLeft -= data.Length;
    }

    /// <summary>Ends the file and gives it its name.</summary>
    /// <exception cref="InputException">The file can't be written; the message names it and the cause.</exception>
    public void Complete()
    {
        if (_bytesLeft != 0)
            throw new InvalidOperationException($"{_bytesLeft} bytes of data are missing");
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
        _stream.Dispose();
        File.Delete(_stream.Name);
        _completed = true;
    }

    private void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (IOException inner)
        {
            throw new InputException(_path, $"cannot be written: {inner.Message}", inner: inner);
        }
    }

    private static byte[] Header(IReadOnlyList<TensorSpec> tensors)
    {
        using var json = new MemoryStream();
        json.Write(stackalloc byte[sizeof(ulong)]);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            WriteMetadata(writer);
            long offset = 0;
            foreach (TensorSpec tensor in tensors)
            {
                WriteEntry(writer, tensor, offset);
                offset += tensor.Bytes;
            }
            writer.WriteEndObject();
        }
        // The data begins at a multiple of the largest element, so that readers may look at it in place.
        while (json.Length % Alignment != 0)
            json.WriteByte((byte)' ');
        byte[] bytes = json.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)(bytes.Length - sizeof(ulong)));
        return bytes;
    }

    private static void WriteMetadata(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("__metadata__");
        writer.WriteString("format", "pt");
        writer.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter writer, TensorSpec tensor, long offset)
    {
        writer.WriteStartObject(tensor.Name);
        writer.WriteString("dtype", TensorTypes.NameOf(tensor.Type));
        writer.WriteStartArray("shape");
        foreach (long dimension in tensor.Shape)
            writer.WriteNumberValue(dimension);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(offset);
        writer.WriteNumberValue(offset + tensor.Bytes);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static T Attempt<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception inner) when (inner is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"cannot be written: {inner.Message}", inner: inner);
        }
    }
}
