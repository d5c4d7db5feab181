using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Files;

/// <summary>Reads one tensor's object of a safetensors header: `dtype`, `shape`, `data_offsets`.</summary>
internal static class TensorEntryReader
{
    /// <summary>Reads the value after the property name <paramref name="name"/>; offsets become counts from the start of the file.</summary>
    public static TensorEntry Read(ref Utf8JsonReader reader, string name, string path, long dataStart)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new InputException(path, $"the header's entry for tensor {name} is not an object");
        TensorType? type = null;
        List<long>? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string field = reader.GetString()!;
            reader.Read();
            switch (field)
            {
                case "dtype":
                    type = ReadType(ref reader, name, path);
                    break;
                case "shape":
                    shape = ReadCounts(ref reader, $"shape of tensor {name}", path, Limits.TensorDimensionsMax);
                    break;
                case "data_offsets":
                    offsets = ReadCounts(ref reader, $"data_offsets of tensor {name}", path, 2);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        if (type is null || shape is null || offsets is not { Count: 2 })
            throw new InputException(path, $"tensor {name} lacks dtype, shape or two data_offsets");
        return Check(name, type.Value, shape, (offsets[0], offsets[1]), path, dataStart);
    }

    private static TensorType ReadType(ref Utf8JsonReader reader, string name, string path)
    {
        string? text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return text is not null && TensorTypes.TryParse(text, out TensorType type)
            ? type
            : throw new InputException(path, $"tensor {name} has the unknown dtype {text ?? "(not a string)"}");
    }

    private static List<long> ReadCounts(ref Utf8JsonReader reader, string what, string path, int countMax)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new InputException(path, $"the {what} is not an array");
        var counts = new List<long>(4);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long value) || value < 0)
                throw new InputException(path, $"the {what} holds something that is no count");
            if (counts.Count == countMax)
                throw new InputException(path, $"the {what} has more than {countMax} elements");
            counts.Add(value);
        }
        return counts;
    }

    private static TensorEntry Check(
        string name, TensorType type, List<long> shape, (long Begin, long End) range, string path, long dataStart)
    {
        if (range.End < range.Begin || range.End > long.MaxValue - dataStart)
            throw new InputException(path, $"tensor {name} has the impossible data_offsets [{range.Begin}, {range.End}]");
        if (!TryProduct(shape, TensorTypes.BytesOf(type), out long bytes) || bytes != range.End - range.Begin)
        {
            throw new InputException(path,
                $"tensor {name} is {TensorEntry.FormOf(type, shape)} and has {range.End - range.Begin} bytes, which do not agree");
        }
        return new TensorEntry(name, type, shape, dataStart + range.Begin, bytes);
    }

    private static bool TryProduct(List<long> shape, long elementBytes, out long bytes)
    {
        UInt128 product = (UInt128)elementBytes;
        bytes = 0;
        foreach (long dimension in shape)
        {
            product *= (UInt128)dimension;
            // Bounded after every factor, so that the next product fits 128 bits.
            if (product > long.MaxValue)
                return false;
        }
        bytes = (long)product;
        return true;
    }
}
