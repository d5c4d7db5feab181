using System.Buffers;
using System.Text;
using ElasticMoE.Model.Tokenization.Patterns;
using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.PreTokenizers;

/// <summary>GPT-2's way: words by one pattern, then each byte of their UTF-8 as the character that stands for it.</summary>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool usePattern) : PreTokenizer
{
    private static readonly RegexPattern s_words =
        RegexPattern.Parse(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+");

    public override void Apply(WordList words)
    {
        if (addPrefixSpace)
            words.Rewrite(AddPrefixSpace);
        if (usePattern)
            words.Split(s_words, SplitBehavior.Isolated, invert: false);
        words.Rewrite(ToBytes);
    }

    private static void AddPrefixSpace(Word word, ReadOnlySpan<char> text, IBufferWriter<char> to)
    {
        if (text[0] != ' ')
            to.Write([' ']);
        to.Write(text);
    }

    private static void ToBytes(Word word, ReadOnlySpan<char> text, IBufferWriter<char> to)
    {
        Span<char> characters = to.GetSpan(text.Length * 3);
        Span<byte> bytes = stackalloc byte[4];
        int count = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                characters[count++] = ByteAlphabet.CharacterOf((byte)rune.Value);
                continue;
            }
            int length = rune.EncodeToUtf8(bytes);
            foreach (byte b in bytes[..length])
                characters[count++] = ByteAlphabet.CharacterOf(b);
        }
        to.Advance(count);
    }
}
