using Microsoft.AspNetCore.Http;

namespace ElasticMoE.Gateway.Keys;

/// <summary>The key that a request bears.</summary>
internal static class PresentedKey
{
    private const string Scheme = "Bearer ";

    /// <summary>It, or null.</summary>
    public static string? Of(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        return header is not null && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : request.Headers["x-api-key"];
    }
}
