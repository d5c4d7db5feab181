using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Admin.Reports;
using Microsoft.AspNetCore.Http;

namespace ElasticMoE.ControlPlane.Admin;

/// <summary>What the admin interface answers where it has no report to give.</summary>
internal static class AdminAnswers
{
    /// <summary>Answers exceptions in JSON; what nobody expected is logged, and its details are not told.</summary>
    public static async Task WithErrorsAsync(HttpContext context, RequestDelegate next, Action<string> log)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (InputException refused)
        {
            await WriteAsync(context, Error(refused.Exit, refused.Message)).ConfigureAwait(false);
        }
        catch (BadHttpRequestException refused)
        {
            await WriteAsync(context, Error(ExitCode.Usage, $"request: {refused.Message}")).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (Exception unexpected)
        {
            log($"admin request {context.Request.Method} {context.Request.Path} failed: {unexpected.GetType().Name}: {unexpected.Message.ReplaceLineEndings(" ")}");
            await WriteAsync(context, Error(ExitCode.Failure, "the supervisor failed to answer; its log says why")).ConfigureAwait(false);
        }
    }

    public static async Task WriteAsync(HttpContext context, OutcomeReport outcome)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = Status((ExitCode)outcome.Exit);
        await context.Response.WriteAsJsonAsync(outcome, AdminJson.Default.OutcomeReport, cancellationToken: context.RequestAborted).ConfigureAwait(false);
    }

    private static OutcomeReport Error(ExitCode exit, string message) => new(
        OutcomeReport.CodeOf(exit switch
        {
            ExitCode.Usage => OutcomeCode.Invalid,
            ExitCode.Conflict => OutcomeCode.Conflict,
            ExitCode.NotAllowed => OutcomeCode.NotAllowed,
            ExitCode.Timeout => OutcomeCode.TimedOut,
            ExitCode.Unreachable => OutcomeCode.NoLeader,
            _ => OutcomeCode.Failed,
        }),
        message, 0, [], (int)exit);

    private static int Status(ExitCode exit) => exit switch
    {
        ExitCode.Ok => StatusCodes.Status200OK,
        ExitCode.Usage => StatusCodes.Status400BadRequest,
        ExitCode.NotFound => StatusCodes.Status404NotFound,
        ExitCode.Conflict => StatusCodes.Status409Conflict,
        ExitCode.NotAllowed => StatusCodes.Status403Forbidden,
        ExitCode.Unreachable => StatusCodes.Status503ServiceUnavailable,
        ExitCode.Timeout => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };
}
