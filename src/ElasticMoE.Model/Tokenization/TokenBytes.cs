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
        string once = tokenizer.Decode([id], skipSpecial: false), twice = tokenizer.Decode([id, id], skipSpecial: false);
        // At a text's beginning some decoders leave a space out; the second of two tokens shows it.
        string text = twice.StartsWith(once, StringComparison.Ordinal) ? twice[once.Length..] : once;
        return text.Contains(Replacement, StringComparison.Ordinal) ? Raw(tokenizer.TokenOf(id)!) ?? Encoding.UTF8.GetBytes(text) : Encoding.UTF8.GetBytes(text);
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
