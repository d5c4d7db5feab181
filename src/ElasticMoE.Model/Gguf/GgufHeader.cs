using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Gguf;

/// <summary>
/// The header of a GGUF file of version 2 or 3: magic, version, number of tensors, number of pairs, the pairs, the tensors' names, shapes,
/// types and places; then, at the next multiple of the alignment, the data. Little-endian.
/// </summary>
internal static class GgufHeader
{
    public const uint Magic = 0x46554747;
    public const uint Version = 3;
    public const int AlignmentDefault = 32;

    /// <summary>Dimensions of a tensor in the format.</summary>
    public const int DimensionsMax = 4;

    private const string AlignmentKey = "general.alignment";

    /// <summary>Bytes of the shortest pair: a name of no bytes, a type and one byte.</summary>
    private const int PairBytesMin = 13;

    /// <summary>Bytes of the shortest tensor's entry: a name of no bytes, one dimension, type and offset.</summary>
    private const int TensorBytesMin = 32;

    public static (GgufMetadata Metadata, Dictionary<string, GgufTensor> Tensors) Read(MappedFile file)
    {
        var cursor = new GgufCursor(file);
        if (cursor.UInt32() != Magic)
            throw new InputException(file.Path, "is no GGUF file: it doesn't begin with GGUF");
        uint version = cursor.UInt32();
        if (version is < 2 or > Version)
            throw new InputException(file.Path, $"is of GGUF version {version}; 2 and {Version} are supported");
        int tensorCount = cursor.Count("tensors", Limits.GgufTensorsMax, TensorBytesMin);
        int pairCount = cursor.Count("keys", Limits.GgufKeysMax, PairBytesMin);
        GgufMetadata metadata = ReadPairs(cursor, pairCount);
        var places = new List<(GgufTensor Tensor, ulong Offset)>(tensorCount);
        for (int i = 0; i < tensorCount; i++)
            places.Add(ReadTensor(cursor));
        int alignment = metadata.Int(AlignmentKey) ?? AlignmentDefault;
        if (alignment < 8 || alignment % 8 != 0)
            throw new InputException(file.Path, $"{AlignmentKey} is {alignment}; a multiple of 8 is expected");
        return (metadata, Place(file, places, (cursor.At + alignment - 1) / alignment * alignment));
    }

    private static GgufMetadata ReadPairs(GgufCursor cursor, int count)
    {
        var values = new Dictionary<string, object>();
        var reader = new GgufValueReader(cursor);
        for (int i = 0; i < count; i++)
        {
            string key = cursor.Text("a key", Limits.GgufNameBytesMax);
            if (!values.TryAdd(key, reader.Read(key)))
                throw new InputException(cursor.Path, $"has the key {key} twice");
        }
        var metadata = new GgufMetadata(cursor.Path, values);
        if (metadata.Int("split.count") is > 1 and var parts)
            throw new InputException(cursor.Path, $"is one of {parts} parts of a split model, which is not supported; join them with llama-gguf-split");
        return metadata;
    }

    private static (GgufTensor Tensor, ulong Offset) ReadTensor(GgufCursor cursor)
    {
        string name = cursor.Text("a tensor's name", Limits.GgufNameBytesMax);
        uint dimensions = cursor.UInt32();
        if (dimensions is 0 or > DimensionsMax)
            throw new InputException(cursor.Path, $"tensor {name} has {dimensions} dimensions; 1 to {DimensionsMax} are allowed");
        long[] shape = new long[dimensions];
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            shape[i] = cursor.UInt64() is > 0 and <= int.MaxValue and var side
                ? (long)side
                : throw new InputException(cursor.Path, $"tensor {name} has a side that is 0 or over {int.MaxValue}");
        }
        GgufType type = GgufTypes.Of(cursor.UInt32(), name, cursor.Path);
        UInt128 rows = 1;
        foreach (long side in shape.AsSpan(0, shape.Length - 1))
            rows *= (UInt128)side;
        UInt128 bytes = rows * (UInt128)GgufTypes.BytesOf(type, shape[^1]);
        var tensor = new GgufTensor(name, type, shape, 0, bytes <= long.MaxValue ? (long)bytes : long.MaxValue);
        if (shape[^1] % GgufTypes.ValuesOf(type) != 0)
            throw new InputException(cursor.Path, $"tensor {name} is {tensor.Form}; its rows are no whole blocks of {GgufTypes.ValuesOf(type)}");
        return (tensor, cursor.UInt64());
    }

    private static Dictionary<string, GgufTensor> Place(MappedFile file, List<(GgufTensor Tensor, ulong Offset)> places, long dataStart)
    {
        var tensors = new Dictionary<string, GgufTensor>();
        long end = 0;
        long dataBytes = file.Length - dataStart;
        foreach ((GgufTensor tensor, ulong offset) in places.OrderBy(place => place.Offset))
        {
            if (dataBytes < 0 || offset > (ulong)dataBytes || tensor.Bytes > dataBytes - (long)offset)
                throw new InputException(file.Path, $"tensor {tensor.Name} reaches past the end of the file; it is cut short");
            if ((long)offset < end)
                throw new InputException(file.Path, $"tensor {tensor.Name} overlaps the tensor before it");
            if (!tensors.TryAdd(tensor.Name, tensor with { Offset = dataStart + (long)offset }))
                throw new InputException(file.Path, $"has the tensor {tensor.Name} twice");
            end = (long)offset + tensor.Bytes;
        }
        return tensors;
    }
}
