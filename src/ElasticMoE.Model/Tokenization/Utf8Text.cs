using System.Text;
using System.Text.Unicode;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Tokenization;

/// <summary>Text from bytes that have to be UTF-8.</summary>
public static class Utf8Text
{
    /// <summary>The text of the bytes; a byte order mark at the start is left out.</summary>
    /// <param name="bytes">UTF-8.</param>
    /// <param name="subject">Where the bytes come from: a file's path, "standard input".</param>
    /// <exception cref="InputException">They are not valid UTF-8; names the first bad byte's offset.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, string subject)
    {
        int invalid = Utf8Length(bytes);
        if (invalid < bytes.Length)
            throw new InputException(subject, $"is not valid UTF-8 at byte {invalid}");
        return Encoding.UTF8.GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
    }

    /// <summary>How many bytes at the start are valid.</summary>
    private static int Utf8Length(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
            return bytes.Length;
        int valid = 0;
        while (Rune.DecodeFromUtf8(bytes[valid..], out _, out int consumed) == System.Buffers.OperationStatus.Done)
            valid += consumed;
        return valid;
    }
}
