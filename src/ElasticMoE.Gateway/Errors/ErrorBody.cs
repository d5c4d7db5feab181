using System.Buffers;
using System.Text.Json;

namespace ElasticMoE.Gateway.Errors;

/// <summary>Writes an error as clients expect it.</summary>
internal static class ErrorBody
{
    /// <summary>The JSON text, UTF-8.</summary>
    /// <param name="error">The error.</param>
    /// <param name="typed">Put `"type":"error"` before it, as clients of the messages interface look for.</param>
    public static ReadOnlyMemory<byte> Write(ApiError error, bool typed)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (typed)
                json.WriteString("type", "error");
            json.WriteStartObject("error");
            json.WriteString("message", error.Message);
            json.WriteString("type", error.Type);
            json.WriteString("param", error.Param);
            json.WriteString("code", error.Code);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return bytes.WrittenMemory;
    }
}
