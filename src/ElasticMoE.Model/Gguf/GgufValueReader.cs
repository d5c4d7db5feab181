using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Gguf;

/// <summary>Reads values of a GGUF header's key-value pairs.</summary>
internal sealed class GgufValueReader(GgufCursor cursor)
{
    private const uint Flag = 7, Text = 8, Array = 9;

    /// <summary>Bytes of a value of each number type, in the order in which the format numbers them; a text has at least its length.</summary>
    private static ReadOnlySpan<byte> Bytes => [1, 1, 2, 2, 4, 4, 4, 1, 8, 0, 8, 8, 8];

    /// <summary>The value behind a key; see <see cref="GgufMetadata"/> for the types.</summary>
    public object Read(string key)
    {
        uint type = Type(key);
        return type == Array ? ReadArray(key) : ReadOne(type, key);
    }

    private uint Type(string key)
    {
        uint type = cursor.UInt32();
        return type < Bytes.Length ? type : throw new InputException(cursor.Path, $"the key {key} is of the unknown type {type}");
    }

    private object ReadOne(uint type, string key) => type switch
    {
        Flag => ReadFlag(key),
        Text => cursor.Text($"the value of {key}", Limits.JsonDocumentBytesMax),
        6 or 12 => ReadFloat(type),
        _ => ReadInteger(type, key),
    };

    private object ReadArray(string key)
    {
        uint type = Type(key);
        if (type == Array)
            throw new InputException(cursor.Path, $"the key {key} is an array of arrays, which no known key is");
        int count = cursor.Count($"elements of {key}", Limits.GgufArrayElementsMax, Bytes[(int)type]);
        return type switch
        {
            Flag => Fill(new bool[count], () => ReadFlag(key)),
            Text => Fill(new string[count], () => cursor.Text($"an element of {key}", Limits.GgufNameBytesMax)),
            6 or 12 => Fill(new double[count], () => ReadFloat(type)),
            _ => Fill(new long[count], () => ReadInteger(type, key)),
        };
    }

    private static T[] Fill<T>(T[] elements, Func<T> read)
    {
        for (int i = 0; i < elements.Length; i++)
            elements[i] = read();
        return elements;
    }

    private bool ReadFlag(string key)
    {
        byte value = cursor.Byte();
        return value <= 1 ? value == 1 : throw new InputException(cursor.Path, $"the key {key} holds {value} for a flag; 0 and 1 are allowed");
    }

    private double ReadFloat(uint type) =>
        type == 6 ? BitConverter.UInt32BitsToSingle(cursor.UInt32()) : BitConverter.UInt64BitsToDouble(cursor.UInt64());

    private long ReadInteger(uint type, string key) => type switch
    {
        0 => cursor.Byte(),
        1 => (sbyte)cursor.Byte(),
        2 => cursor.UInt16(),
        3 => (short)cursor.UInt16(),
        4 => cursor.UInt32(),
        5 => (int)cursor.UInt32(),
        11 => (long)cursor.UInt64(),
        _ => cursor.UInt64() is <= long.MaxValue and var value ? (long)value : throw new InputException(cursor.Path, $"the key {key} is over {long.MaxValue}"),
    };
}
