using System.Text;

namespace ElasticMoE.Model.Gguf;

/// <summary>The key-value pairs of a GGUF file that is written, in their order.</summary>
internal sealed class GgufPairs(string architecture)
{
    private readonly MemoryStream _bytes = new();

    public int Count { get; private set; }

    /// <summary>All pairs as the file holds them.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length);

    /// <summary>A key of the architecture.</summary>
    public string KeyOf(string name) => $"{architecture}.{name}";

    public void Text(string key, string value) => Pair(key, 8, writer => WriteText(writer, value));

    public void Number(string key, long value) => Pair(key, 4, writer => writer.Write(checked((uint)value)));

    public void Float(string key, double value) => Pair(key, 6, writer => writer.Write((float)value));

    public void Flag(string key, bool value) => Pair(key, 7, writer => writer.Write(value));

    public void Texts(string key, IReadOnlyCollection<string> values) => Array(key, 8, values, WriteText);

    public void Floats(string key, IReadOnlyCollection<float> values) => Array(key, 6, values, static (writer, value) => writer.Write(value));

    public void Integers(string key, IReadOnlyCollection<int> values) => Array(key, 5, values, static (writer, value) => writer.Write(value));

    public void Flags(string key, IReadOnlyCollection<bool> values) => Array(key, 7, values, static (writer, value) => writer.Write(value));

    /// <summary>Writes a text as the format has it: its length in bytes, then UTF-8.</summary>
    public static void WriteText(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private void Array<T>(string key, uint type, IReadOnlyCollection<T> values, Action<BinaryWriter, T> write) => Pair(key, 9, writer =>
    {
        writer.Write(type);
        writer.Write((ulong)values.Count);
        foreach (T value in values)
            write(writer, value);
    });

    private void Pair(string key, uint type, Action<BinaryWriter> write)
    {
        using var writer = new BinaryWriter(_bytes, Encoding.UTF8, leaveOpen: true);
        WriteText(writer, key);
        writer.Write(type);
        write(writer);
        Count++;
    }
}
