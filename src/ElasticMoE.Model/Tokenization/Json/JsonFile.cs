using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Tokenization.Json;

/// <summary>Reads a whole JSON file.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 64 };

    /// <summary>The file's value, or null where there is no such file.</summary>
    public static JsonNode? ReadIfThere(string path) => File.Exists(path) ? Read(path) : null;

    /// <summary>The file's value.</summary>
    /// <exception cref="InputException">It is missing, too large, or not JSON.</exception>
    public static JsonNode Read(string path) => Parse(ReadBytes(path), path);

    /// <summary>The value of a file's bytes.</summary>
    /// <exception cref="InputException">They are not JSON.</exception>
    public static JsonNode Parse(byte[] bytes, string path)
    {
        ReadOnlyMemory<byte> json = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
        try
        {
            return new JsonNode(path, JsonDocument.Parse(json, s_options).RootElement);
        }
        catch (JsonException e)
        {
            // The exception's own message may quote all the rest of the file.
            throw new InputException(path, $"is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
    }

    /// <summary>The file's bytes, where they are few enough for JSON.</summary>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                throw new InputException(path, "does not exist", ExitCode.NotFound);
            if (file.Length > Limits.JsonDocumentBytesMax)
                throw new InputException(path, $"has {file.Length} bytes, more than the limit of {Limits.JsonDocumentBytesMax}");
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"can't be read: {e.Message}", inner: e);
        }
    }
}
