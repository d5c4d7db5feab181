using System.Buffers;
using System.Globalization;
using System.Text;
using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization;

/// <summary>Finds a single token's bytes.</summary>
internal static class TokenBytes
{
    private const char Replacement = '\uFFFD';

    public static byte[] Of(Tokenizer tokenizer, int id)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Write(tokenizer, id, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    public static void Write(Tokenizer tokenizer, int id, IBufferWriter<byte> bytes)
    {
        if (tokenizer.TokenOf(id) is not { } token)
            return;
        if (tokenizer.Decoder.TryWrite(token, bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(token.Length)), out int count))
            bytes.Advance(count);
        else
            bytes.Write(Decoded(tokenizer, id, token));
    }

    /// <summary>What decoding shows of a token; the definition, which whatever is faster equals.</summary>
    internal static byte[] Decoded(Tokenizer tokenizer, int id, string token)
    {
        string once = tokenizer.Decode([id], skipSpecial: false), twice = tokenizer.Decode([id, id], skipSpecial: false);
        // At a text's beginning some decoders leave a space out; the second of two tokens shows it.
        string text = twice.StartsWith(once, StringComparison.Ordinal) ? twice[once.Length..] : once;
        return text.Contains(Replacement, StringComparison.Ordinal) ? Raw(token) ?? Encoding.UTF8.GetBytes(text) : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The bytes that a token's spelling stands for, or null where it stands for text.</summary>
    private static byte[]? Raw(string token)
    {
        if (token is ['<', '0', 'x', _, _, '>'] && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte single))
            return [single];
        int[] bytes = [.. token.Select(ByteAlphabet.ByteOf)];
        return bytes.All(value => value >= 0) ? [.. bytes.Select(value => (byte)value)] : null;
    }
}
