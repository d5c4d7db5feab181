using System.Buffers;
using ElasticMoE.Model.Tokenization;

namespace ElasticMoE.Engine.Grammars.Vocabularies;

/// <summary>The bytes of all tokens, one behind the other: an array for each would be hundreds of thousands, which the collector looks at for as long as the process lives.</summary>
internal sealed class TokenTable
{
    private readonly byte[] _bytes;
    private readonly int[] _starts;

    private TokenTable(byte[] bytes, int[] starts) => (_bytes, _starts) = (bytes, starts);

    /// <summary>Ids, from 0 on.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The bytes of a token; none of a special one.</summary>
    public ReadOnlySpan<byte> this[int id] => _bytes.AsSpan(_starts[id].._starts[id + 1]);

    /// <summary>Reads a tokenizer's vocabulary.</summary>
    public static TokenTable Of(Tokenizer tokenizer)
    {
        var bytes = new ArrayBufferWriter<byte>();
        int[] starts = new int[tokenizer.VocabularySize + 1];
        for (int id = 0; id < tokenizer.VocabularySize; id++)
        {
            if (!tokenizer.IsSpecial(id))
                tokenizer.WriteBytesOf(id, bytes);
            starts[id + 1] = bytes.WrittenCount;
        }
        return new(bytes.WrittenSpan.ToArray(), starts);
    }

    /// <summary>The ids of tokens that have bytes, in the order of these.</summary>
    public int[] Sorted()
    {
        int[] ids = [.. Enumerable.Range(0, Count).Where(id => this[id].Length > 0)];
        Array.Sort(ids, (x, y) => this[x].SequenceCompareTo(this[y]) is not 0 and var order ? order : x.CompareTo(y));
        return ids;
    }
}
