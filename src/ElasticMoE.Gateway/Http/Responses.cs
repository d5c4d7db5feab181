using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ElasticMoE.Gateway.Errors;
using Microsoft.AspNetCore.Http;

namespace ElasticMoE.Gateway.Http;

/// <summary>Writes responses that are no streams.</summary>
internal static class Responses
{
    private const string Json = "application/json";

    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type) =>
        WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json, string contentType = Json)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    /// <summary>An error in the place of an answer; nothing of the response has been sent.</summary>
    public static Task WriteErrorAsync(HttpContext context, ApiError error)
    {
        string? requestId = context.Response.Headers[RequestId.Header];
        context.Response.Clear();
        context.Response.Headers[RequestId.Header] = requestId;
        context.Response.StatusCode = error.Status;
        if (error.Status is 408 or 413)
            context.Response.Headers.Connection = "close";
        if (error.RetryAfterS is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, ErrorBody.Write(error, typed: context.Request.Path == "/v1/messages"));
    }
}
