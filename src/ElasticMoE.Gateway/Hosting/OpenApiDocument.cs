using ElasticMoE.Gateway.Http;
using Microsoft.AspNetCore.Http;

namespace ElasticMoE.Gateway.Hosting;

/// <summary>`/openapi.json`: docs/openapi.json, which a test compares with the routes.</summary>
internal static class OpenApiDocument
{
    private static readonly Lazy<byte[]> s_bytes = new(Read);

    public static Task WriteAsync(HttpContext context) => Responses.WriteAsync(context, s_bytes.Value);

    private static byte[] Read()
    {
        using Stream stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream("openapi.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
