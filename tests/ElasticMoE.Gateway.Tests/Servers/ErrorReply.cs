using System.Net;
using System.Text.Json;

namespace ElasticMoE.Gateway.Tests.Servers;

/// <summary>An error as a client gets it; reading one checks its form.</summary>
internal sealed record ErrorReply(HttpStatusCode Status, string Message, string Type, string? Param, string Code)
{
    public string? RetryAfter { get; private init; }

    public static async Task<ErrorReply> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(response.Headers.GetValues("X-Request-Id").Single());
        ErrorReply reply = Parse(response.StatusCode, await response.Content.ReadAsStringAsync());
        return reply with { RetryAfter = response.Headers.RetryAfter?.ToString() };
    }

    public static ErrorReply Parse(HttpStatusCode status, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement error = document.RootElement.GetProperty("error");
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(field => field.Name));
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        return new ErrorReply(status, error.GetProperty("message").GetString()!, error.GetProperty("type").GetString()!, error.GetProperty("param").GetString(), error.GetProperty("code").GetString()!);
    }
}
