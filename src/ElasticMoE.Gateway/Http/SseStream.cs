using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace ElasticMoE.Gateway.Http;

/// <summary>A response of server-sent events. What is written leaves with the next flush.</summary>
internal sealed class SseStream(HttpContext context)
{
    private PipeWriter Output => context.Response.BodyWriter;

    /// <summary>Sets the headers; they leave with the first flush.</summary>
    public void Open()
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>`data: {json}` and an empty line.</summary>
    public void Data<T>(T value, JsonTypeInfo<T> type) => Data(JsonSerializer.SerializeToUtf8Bytes(value, type));

    public void Data(ReadOnlySpan<byte> text)
    {
        Output.Write("data: "u8);
        Output.Write(text);
        Output.Write("\n\n"u8);
    }

    /// <summary>The same with a line `event: NAME` before it.</summary>
    public void Event<T>(string name, T value, JsonTypeInfo<T> type) => Event(name, JsonSerializer.SerializeToUtf8Bytes(value, type));

    public void Event(string name, ReadOnlySpan<byte> text)
    {
        Output.Write(Encoding.ASCII.GetBytes($"event: {name}\n"));
        Data(text);
    }

    /// <summary>A comment, which clients leave out; it shows proxies that the connection lives.</summary>
    public void KeepAlive() => Output.Write(": keep-alive\n\n"u8);

    /// <summary>Sends what was written.</summary>
    /// <exception cref="ClientGoneException">Nobody reads any more.</exception>
    public async Task FlushAsync()
    {
        FlushResult flushed = await Output.FlushAsync(context.RequestAborted);
        if (flushed.IsCompleted)
            throw new ClientGoneException();
    }
}
