using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Http;
using ElasticMoE.Gateway.Keys;
using ElasticMoE.Gateway.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace ElasticMoE.Gateway.Hosting;

/// <summary>What every request goes through: (1) an id, (2) key and limits, (3) its endpoint, (4) errors as answers, (5) a line in the log.</summary>
internal sealed partial class GatewayPipeline(GatewayServices services)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        long started = services.Metrics.Now;
        context.Response.Headers[RequestId.Header] = RequestId.Of(context);
        try
        {
            await AnswerAsync(context, next);
        }
        finally
        {
            Note(context, started);
        }
    }

    private async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            using IDisposable? guarded = Enter(context);
            await next(context);
            if (!context.Response.HasStarted && context.Response.StatusCode >= 400)
                await Responses.WriteErrorAsync(context, ApiError.OfStatus(context.Response.StatusCode, $"{context.Request.Method} {Shown(context)} is not answered here"));
        }
        catch (OperationCanceledException stopped) when (ClientGoneException.Explains(stopped, context))
        {
            services.Metrics.Cancelled();
        }
        catch (Exception failed) when (failed is not StreamBrokenException && !context.Response.HasStarted)
        {
            await Responses.WriteErrorAsync(context, ErrorOf(failed, context));
        }
    }

    private ApiError ErrorOf(Exception failed, HttpContext context)
    {
        switch (failed)
        {
            case ApiException known:
                return known.Error;
            case InputException refused:
                return ApiError.Of(refused);
            case BadHttpRequestException broken:
                return ApiError.OfStatus(broken.StatusCode, broken.Message);
            default:
                Failed(services.Logger, context.Response.Headers[RequestId.Header].ToString(), failed);
                return ApiError.Internal("the server failed; its log has the cause under this request's id");
        }
    }

    /// <summary>Who may in, and as what; the result is disposed when the request has ended.</summary>
    private IDisposable? Enter(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is not null)
            return null;
        ApiKey key = services.Options.Keys.Find(PresentedKey.Of(context.Request)) ?? throw new ApiException(ApiError.Unauthorized("the API key is missing or wrong"));
        context.Features.Set(key);
        if (!HttpMethods.IsPost(context.Request.Method))
            return null;
        IDisposable counted = services.Drain.TryEnter() ?? throw new ApiException(ApiError.Unavailable("the server is ending", "draining"));
        try
        {
            return new BothLeases(services.Limits.Enter(key), counted);
        }
        catch
        {
            counted.Dispose();
            throw;
        }
    }

    private void Note(HttpContext context, long started)
    {
        string route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unknown";
        if (context.GetEndpoint()?.Metadata.GetMetadata<Unmeasured>() is null)
            services.Metrics.Request(route, context.Response.StatusCode, started);
        if (HttpMethods.IsPost(context.Request.Method))
            Answered(services.Logger, context.Response.Headers[RequestId.Header].ToString(), route, context.Response.StatusCode, services.Metrics.MsSince(started));
    }

    private static string Shown(HttpContext context) => context.Request.Path.Value is { Length: <= 100 } path ? path : "this path";

    [LoggerMessage(Level = LogLevel.Information, Message = "{RequestId} {Route} {Status} {Milliseconds:0.0} ms")]
    private static partial void Answered(ILogger logger, string requestId, string route, int status, double milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "{RequestId} failed")]
    private static partial void Failed(ILogger logger, string requestId, Exception failure);
}
