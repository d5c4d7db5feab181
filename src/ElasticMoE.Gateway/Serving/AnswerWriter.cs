using ElasticMoE.Gateway.Answers;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Http;
using Microsoft.AspNetCore.Http;

namespace ElasticMoE.Gateway.Serving;

/// <summary>
/// Writes a run's pieces to its client. An error before anything was sent is answered by its status; after that by an error frame and a
/// broken connection.
/// </summary>
internal sealed class AnswerWriter(HttpContext context, AnswerCall call, AnswerRun run, GatewayClock clock)
{
    private TokenUsage Usage => new(call.PromptTokens, run.OutputTokens, run.CachedTokens);

    public Task WriteAsync() => call.Streams ? StreamAsync() : WholeAsync();

    private async Task WholeAsync()
    {
        WholeAnswer[] answers = [.. call.Requests.Select(_ => new WholeAnswer())];
        await foreach (AnswerPiece piece in run.Pieces.ReadAllAsync(context.RequestAborted))
            answers[piece.Choice].Add(piece);
        await Responses.WriteAsync(context, call.Dialect.Whole(answers, Usage));
    }

    private async Task StreamAsync()
    {
        var stream = new SseStream(context);
        Task<bool> first = run.Pieces.WaitToReadAsync(context.RequestAborted).AsTask();
        await clock.WaitAsync(first, context.RequestAborted);
        if (first.IsFaulted)
            await first;
        stream.Open();
        try
        {
            call.Dialect.Begin(stream);
            await PiecesAsync(stream, first);
            call.Dialect.End(stream, Usage);
            await stream.FlushAsync();
        }
        catch (Exception failed) when (failed is not ClientGoneException && !context.RequestAborted.IsCancellationRequested)
        {
            await FailAsync(stream, failed);
        }
    }

    private async Task PiecesAsync(SseStream stream, Task<bool> next)
    {
        while (await NextAsync(stream, next))
        {
            while (run.Pieces.TryRead(out AnswerPiece? piece))
                call.Dialect.Piece(stream, piece);
            await stream.FlushAsync();
            next = run.Pieces.WaitToReadAsync(context.RequestAborted).AsTask();
        }
    }

    private async Task<bool> NextAsync(SseStream stream, Task<bool> next)
    {
        while (!await clock.WaitAsync(next, context.RequestAborted))
        {
            stream.KeepAlive();
            await stream.FlushAsync();
        }
        return await next;
    }

    private async Task FailAsync(SseStream stream, Exception failed)
    {
        ApiError error = failed switch
        {
            ApiException known => known.Error,
            OperationCanceledException => ApiError.Unavailable("the server is ending"),
            _ => ApiError.Internal("the answer failed under way"),
        };
        call.Dialect.Fail(stream, error);
        await stream.FlushAsync();
        throw new StreamBrokenException(error.Message, failed);
    }
}
