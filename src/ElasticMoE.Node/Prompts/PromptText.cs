using System.Text;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Prompts;

/// <summary>Reads text that is given from outside as bytes; anything but UTF-8 is refused, never replaced.</summary>
internal static class PromptText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>All text of a stream, without its last line break, which editors and pipes add.</summary>
    /// <param name="stream">Read to its end.</param>
    /// <param name="name">What errors call it.</param>
    public static string ReadAll(Stream stream, string name)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[65536];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            if (bytes.Length + read > Limits.PromptBytesMax)
                throw new InputException(name, $"is longer than {Limits.PromptBytesMax} bytes");
            bytes.Write(buffer, 0, read);
        }
        return WithoutLastBreak(Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), name));
    }

    /// <summary>All text of a file.</summary>
    public static string ReadFile(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return ReadAll(file, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(path, "the file does not exist", ExitCode.NotFound, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, e.Message, inner: e);
        }
    }

    /// <summary>Lines of a stream as they come; a wrong one is named by its number.</summary>
    public static IEnumerable<string> ReadLines(Stream stream, string name)
    {
        using var reader = new StreamReader(stream, Strict, detectEncodingFromByteOrderMarks: true, bufferSize: -1, leaveOpen: true);
        for (int number = 1; ; number++)
        {
            string? line = NextLine(reader, $"{name}:{number}");
            if (line is null)
                yield break;
            yield return line;
        }
    }

    private static string? NextLine(StreamReader reader, string place)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException(place, "is not valid UTF-8", inner: e);
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            return Strict.GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException(name, $"is not valid UTF-8 at byte {e.Index}", inner: e);
        }
    }

    private static string WithoutLastBreak(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
