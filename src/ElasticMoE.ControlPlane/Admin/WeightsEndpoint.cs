using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ElasticMoE.ControlPlane.Admin;

/// <summary>`PUT /admin/v1/weights/DIGEST`: an expert's new weights, packed.</summary>
internal static class WeightsEndpoint
{
    public static async Task TakeAsync(HttpContext context, IWeightsInbox inbox)
    {
        ContentDigest digest = ContentDigest.Parse((string)context.Request.RouteValues["digest"]!);
        if (context.Request.ContentLength is not { } bytes || bytes <= 0 || bytes > inbox.BytesMax)
            throw new InputException("weights", $"their length isn't given, or is outside 1…{inbox.BytesMax} bytes", ExitCode.Usage);
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = inbox.BytesMax;
        await inbox.SaveAsync(digest, bytes, context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{}", context.RequestAborted).ConfigureAwait(false);
    }
}
