using System.Text;
using ElasticMoE.Model.Gguf;

namespace ElasticMoE.Model.Tests.Gguf;

/// <summary>Small GGUF files, byte by byte.</summary>
internal static class GgufBytes
{
    /// <summary>A file with one pair of every kind and three tensors.</summary>
    public static byte[] Whole() => File(Pairs(), [("a", 0u, [3L, 2], 0UL), ("b", 8u, [32L], 32UL), ("c", 30u, [2L, 2, 2], 96UL)], dataBytes: 112);

    public static GgufPairs Pairs()
    {
        var pairs = new GgufPairs("olmoe");
        pairs.Text("general.architecture", "olmoe");
        pairs.Number("olmoe.block_count", 3);
        pairs.Float("olmoe.rope.freq_base", 10_000);
        pairs.Flag("tokenizer.ggml.add_bos_token", true);
        pairs.Texts("tokenizer.ggml.tokens", ["a", "b"]);
        pairs.Floats("tokenizer.ggml.scores", [0, -1.5f]);
        pairs.Integers("tokenizer.ggml.token_type", [1, 3]);
        pairs.Flags("olmoe.attention.sliding_window_pattern", [true, false]);
        return pairs;
    }

    /// <summary>A file of these tensors, sides innermost first as the format lists them, and so many bytes of data.</summary>
    public static byte[] File(GgufPairs pairs, (string Name, uint Type, long[] Sides, ulong Offset)[] tensors, int dataBytes)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)tensors.Length);
        writer.Write((ulong)pairs.Count);
        writer.Write(pairs.Bytes);
        foreach ((string name, uint type, long[] sides, ulong offset) in tensors)
        {
            GgufPairs.WriteText(writer, name);
            writer.Write((uint)sides.Length);
            foreach (long side in sides)
                writer.Write(side);
            writer.Write(type);
            writer.Write(offset);
        }
        writer.Flush();
        writer.Write(new byte[(32 - (bytes.Length % 32)) % 32]);
        writer.Write(new byte[dataBytes]);
        writer.Flush();
        return bytes.ToArray();
    }
}
