using System.Text;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Files;

/// <summary>Reads files that are given from outside: never more of one than a limit, and whatever goes wrong names the file.</summary>
public static class InputFile
{
    /// <summary>Opens a file to be read from its beginning.</summary>
    /// <exception cref="InputException">It isn't there (exit code: not found), is larger than <paramref name="bytesMax"/>, or can't be read.</exception>
    public static Stream Open(string path, int bytesMax) => Attempt<Stream>(path, () =>
    {
        FileStream stream = File.OpenRead(path);
        if (stream.CanSeek && stream.Length <= bytesMax)
            return stream;
        using (stream)
            return stream.CanSeek ? throw OverLimit(path, bytesMax, $"{stream.Length} bytes are") : Drain(stream, path, bytesMax);
    });

    /// <summary>All bytes of a file without a byte-order mark.</summary>
    /// <exception cref="InputException">As for <see cref="Open"/>.</exception>
    public static ReadOnlyMemory<byte> ReadBytes(string path, int bytesMax) => Attempt(path, () =>
    {
        using Stream stream = Open(path, bytesMax);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
    });

    /// <summary>The bytes of a document (JSON, a template) without a byte-order mark.</summary>
    /// <exception cref="InputException">As for <see cref="Open"/>.</exception>
    public static ReadOnlyMemory<byte> ReadDocument(string path) => ReadBytes(path, Limits.JsonDocumentBytesMax);

    /// <summary>All text of a file in UTF-8.</summary>
    /// <exception cref="InputException">As for <see cref="Open"/>.</exception>
    public static string ReadText(string path, int bytesMax) => Encoding.UTF8.GetString(ReadBytes(path, bytesMax).Span);

    /// <summary>A pipe has no length: its bytes are kept up to the limit.</summary>
    private static MemoryStream Drain(FileStream pipe, string path, int bytesMax)
    {
        var kept = new MemoryStream();
        byte[] buffer = new byte[64 << 10];
        for (int read = pipe.Read(buffer); read > 0; read = pipe.Read(buffer))
        {
            if (kept.Length + read > bytesMax)
                throw OverLimit(path, bytesMax, "its bytes are");
            kept.Write(buffer, 0, read);
        }
        kept.Position = 0;
        return kept;
    }

    private static InputException OverLimit(string path, int bytesMax, string bytes) => new(path, $"{bytes} over the limit of {bytesMax}");

    private static T Attempt<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception inner) when (inner is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(path, "the file does not exist", ExitCode.NotFound, inner);
        }
        catch (Exception inner) when (inner is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException(path, $"cannot be read: {inner.Message}", inner: inner);
        }
    }
}
