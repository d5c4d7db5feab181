using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace ElasticMoE.Gateway.Http;

/// <summary>The id that a client and the logs know a request by.</summary>
internal static class RequestId
{
    public const string Header = "X-Request-Id";

    private const int CharactersMax = 128;

    /// <summary>The client's own, where it is short and printable, else a new one.</summary>
    public static string Of(HttpContext context)
    {
        string? given = context.Request.Headers[Header];
        return given is { Length: > 0 and <= CharactersMax } && given.All(c => c is > ' ' and < '\x7f') ? given : "req-" + NewSuffix();
    }

    /// <summary>24 characters that no other request has.</summary>
    public static string NewSuffix() => RandomNumberGenerator.GetHexString(24, lowercase: true);
}
