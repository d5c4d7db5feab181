using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Files;

/// <summary>The bytes of a document (JSON, a template), never more than the limit.</summary>
internal static class JsonBytes
{
    /// <summary>The bytes without a byte-order mark.</summary>
    public static ReadOnlyMemory<byte> Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > Limits.JsonDocumentBytesMax)
                throw new InputException(path, $"{stream.Length} bytes are over the limit of {Limits.JsonDocumentBytesMax}");
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
        }
        catch (Exception inner) when (inner is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(path, "the file does not exist", ExitCode.NotFound, inner);
        }
        catch (Exception inner) when (inner is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"cannot be read: {inner.Message}", inner: inner);
        }
    }
}
