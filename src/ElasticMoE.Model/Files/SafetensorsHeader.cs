using System.Buffers.Binary;
using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Files;

/// <summary>
/// The header of a safetensors file: 8 bytes of length, then a JSON object of that length that names each tensor's type, shape and
/// place in the data that follows. The data is covered without holes or overlaps, as the format demands.
/// </summary>
internal static class SafetensorsHeader
{
    private const int LengthBytes = 8;

    // A header is an object of objects of arrays; anything deeper is skipped or wrong.
    private const int DepthMax = 16;

    public static Dictionary<string, TensorEntry> Read(MappedFile file)
    {
        int jsonBytes = ReadLength(file);
        long dataStart = LengthBytes + jsonBytes;
        try
        {
            var reader = new Utf8JsonReader(file.Span(LengthBytes, jsonBytes), new JsonReaderOptions { MaxDepth = DepthMax });
            Dictionary<string, TensorEntry> entries = ReadEntries(ref reader, file.Path, dataStart);
            CheckCoverage(entries.Values, file, dataStart);
            return entries;
        }
        catch (Exception inner) when (inner is JsonException or InvalidOperationException or FormatException)
        {
            throw JsonFault.In(file.Path, "the header is", inner);
        }
    }

    private static int ReadLength(MappedFile file)
    {
        if (file.Length < LengthBytes)
            throw new InputException(file.Path, $"{file.Length} bytes are too few for a safetensors file; it is cut short");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.Span(0, LengthBytes));
        if (length > Limits.SafetensorsHeaderBytesMax)
            throw new InputException(file.Path, $"the header claims {length} bytes; the limit is {Limits.SafetensorsHeaderBytesMax}");
        if ((long)length > file.Length - LengthBytes)
            throw new InputException(file.Path, $"the header claims {length} bytes, the file has {file.Length}; it is cut short");
        return (int)length;
    }

    private static Dictionary<string, TensorEntry> ReadEntries(ref Utf8JsonReader reader, string path, long dataStart)
    {
        var entries = new Dictionary<string, TensorEntry>();
        bool metadataSeen = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new InputException(path, "the header is not a JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (name == "__metadata__")
            {
                if (metadataSeen)
                    throw new InputException(path, "the header has __metadata__ twice");
                metadataSeen = true;
                reader.Skip();
                continue;
            }
            TensorEntry entry = TensorEntryReader.Read(ref reader, name, path, dataStart);
            if (!entries.TryAdd(name, entry))
                throw new InputException(path, $"the header names tensor {name} twice");
        }
        // Only padding may follow the object; the reader throws at anything else.
        while (reader.Read()) { }
        return entries;
    }

    private static void CheckCoverage(IEnumerable<TensorEntry> entries, MappedFile file, long dataStart)
    {
        long end = dataStart;
        foreach (TensorEntry entry in entries.OrderBy(entry => entry.Offset).ThenBy(entry => entry.Bytes))
        {
            if (entry.Offset < end)
                throw new InputException(file.Path, $"tensor {entry.Name} overlaps the tensor before it");
            if (entry.Offset > end)
                throw new InputException(file.Path, $"{entry.Offset - end} bytes before tensor {entry.Name} belong to no tensor");
            if (entry.Bytes > file.Length - entry.Offset)
                throw new InputException(file.Path, $"tensor {entry.Name} reaches past the end of the file; it is cut short");
            end = entry.Offset + entry.Bytes;
        }
        if (end != file.Length)
            throw new InputException(file.Path, $"{file.Length - end} bytes at the end belong to no tensor");
    }
}
