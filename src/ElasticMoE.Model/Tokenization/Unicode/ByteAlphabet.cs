using System.Text;

namespace ElasticMoE.Model.Tokenization.Unicode;

/// <summary>
/// The characters that stand for bytes in byte-level vocabularies (GPT-2's): printable Latin-1 stands for itself, the 68 other bytes
/// for U+0100 and on, in order.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] s_characters = Build();
    private static readonly short[] s_bytes = Invert();

    /// <summary>The character of a byte.</summary>
    public static char CharacterOf(byte value) => s_characters[value];

    /// <summary>The byte of a character, or -1.</summary>
    public static int ByteOf(char character) => character < s_bytes.Length ? s_bytes[character] : -1;

    /// <summary>Each byte of a text's UTF-8 as its character.</summary>
    public static string Encode(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        return string.Create(bytes.Length, bytes, static (characters, source) =>
        {
            for (int i = 0; i < source.Length; i++)
                characters[i] = s_characters[source[i]];
        });
    }

    private static char[] Build()
    {
        var characters = new char[256];
        char next = '\u0100';
        for (int b = 0; b < 256; b++)
            characters[b] = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)b : next++;
        return characters;
    }

    private static short[] Invert()
    {
        var bytes = new short[s_characters.Max() + 1];
        bytes.AsSpan().Fill(-1);
        for (int b = 0; b < 256; b++)
            bytes[s_characters[b]] = (short)b;
        return bytes;
    }
}
