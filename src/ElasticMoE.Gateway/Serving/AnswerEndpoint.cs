using System.Diagnostics;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Tracing;
using ElasticMoE.Gateway.Answers;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Http;
using ElasticMoE.Gateway.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ElasticMoE.Gateway.Serving;

/// <summary>One interface that answers: (1) read and check, (2) admit, (3) run, (4) write.</summary>
/// <param name="services">What all endpoints share.</param>
/// <param name="read">Makes a call of a request's fields.</param>
internal sealed partial class AnswerEndpoint(GatewayServices services, Func<RequestFields, GatewayServices, AnswerCall> read)
{
    public async Task HandleAsync(HttpContext context)
    {
        using Activity? span = Traces.Request("request", context.Request.Headers.TraceParent);
        AnswerCall call = Traced(await ReadAsync(context), span);
        ApiKey key = context.Features.Get<ApiKey>()!;
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, services.Ending.Token);
        try
        {
            using IDisposable inside = await services.Door.EnterAsync(key.Name, call.ExpectedTokens, cancelled.Token);
            services.Metrics.Prompt(call.PromptTokens);
            await using var run = new AnswerRun(services.Model, call.Requests, call.Tools, services.Metrics, cancelled.Token);
            await new AnswerWriter(context, call, run, services.Clock).WriteAsync();
        }
        catch (OperationCanceledException stopped) when (services.Ending.IsCancellationRequested && !ClientGoneException.Explains(stopped, context))
        {
            throw new ApiException(ApiError.Unavailable("the server is ending"));
        }
    }

    /// <summary>Whoever computes it does so under the request's span.</summary>
    private static AnswerCall Traced(AnswerCall call, Activity? span)
    {
        if (span is null)
            return call;
        span.SetTag("tokens", call.PromptTokens).SetTag("choices", call.Requests.Count);
        return call with { Requests = [.. call.Requests.Select(request => request with { Trace = span.Context })] };
    }

    private async Task<AnswerCall> ReadAsync(HttpContext context)
    {
        using RequestBody body = await RequestBody.ReadAsync(context, services.Options.BodyBytesMax, services.Bodies);
        RequestFields fields = RequestFields.Of(body.Root);
        ModelField.Check(fields, services.Model);
        AnswerCall call = TeamField.Apply(fields, context.Features.Get<ApiKey>()!, read(fields, services), services.Options.Teams);
        services.Unknown.Note(context.Request.Path, fields);
        if (services.Options.LogsPrompts)
            Prompt(services.Logger, context.Response.Headers[RequestId.Header].ToString(), services.Model.Format.Tokenizer.Decode(call.Requests[0].Tokens.Span, skipSpecial: false));
        return call;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{RequestId} prompt: {Text}")]
    private static partial void Prompt(ILogger logger, string requestId, string text);
}
