using System.Threading.Channels;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Metrics;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.ToolCalls;

namespace ElasticMoE.Gateway.Answers;

/// <summary>All choices of a request under way. Their pieces come through one channel, each choice's in order.</summary>
internal sealed class AnswerRun : IAsyncDisposable
{
    /// <summary>Pieces that wait for a slow client; past it only ids wait.</summary>
    private const int PiecesMax = 64;

    private readonly ServedModel _model;
    private readonly ToolCallFormat? _tools;
    private readonly GatewayMetrics _metrics;
    private readonly CancellationTokenSource _cancel;
    private readonly Channel<AnswerPiece> _pieces = Channel.CreateBounded<AnswerPiece>(PiecesMax);
    private readonly Task _all;
    private readonly long _started;
    private int _outputTokens;
    private int _cachedTokens;

    /// <summary>Begins all choices.</summary>
    /// <param name="model">Who answers.</param>
    /// <param name="requests">One for each choice.</param>
    /// <param name="tools">How calls are written, where tools were given.</param>
    /// <param name="metrics">Told when tokens come.</param>
    /// <param name="cancelled">Ends all of them.</param>
    public AnswerRun(ServedModel model, IReadOnlyList<TokenRequest> requests, ToolCallFormat? tools, GatewayMetrics metrics, CancellationToken cancelled)
    {
        (_model, _tools, _metrics, _started) = (model, tools, metrics, metrics.Now);
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        _all = AllAsync([.. requests.Select((request, choice) => OneAsync(request, choice))]);
    }

    /// <summary>The pieces. Completes with an <see cref="ApiException"/> where a choice failed.</summary>
    public ChannelReader<AnswerPiece> Pieces => _pieces.Reader;

    /// <summary>Tokens that came so far.</summary>
    public int OutputTokens => Volatile.Read(ref _outputTokens);

    /// <summary>Tokens of the prompts that need not be computed, counted at the end of the first choice of each.</summary>
    public int CachedTokens => Volatile.Read(ref _cachedTokens);

    /// <summary>Cancels what still runs and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _cancel.CancelAsync();
        await _all;
        _cancel.Dispose();
    }

    private async Task AllAsync(Task[] choices)
    {
        Exception? failure = null;
        await foreach (Task choice in Task.WhenEach(choices))
        {
            if (failure is not null || choice.IsCompletedSuccessfully)
                continue;
            failure = choice.Exception?.InnerException ?? new OperationCanceledException(_cancel.Token);
            await _cancel.CancelAsync();
        }
        _pieces.Writer.Complete(failure);
    }

    private async Task OneAsync(TokenRequest request, int choice)
    {
        var reader = new ChoiceReader(_model, request, choice, _tools);
        using ITokenStream stream = _model.Service.Submit(request);
        long last = _started;
        bool isFirst = true;
        await foreach (GeneratedToken token in stream.Tokens.ReadAllAsync(_cancel.Token))
        {
            // Whoever computes the answer finds the same stop string and ends it there; this is for where it doesn't.
            if (reader.HasStopped)
                break;
            last = _metrics.Token(last, isFirst);
            isFirst = false;
            Interlocked.Increment(ref _outputTokens);
            await WriteAsync(reader.Push(token));
        }
        if (request.Choice == 0)
            Interlocked.Add(ref _cachedTokens, stream.Finish?.CachedTokens ?? 0);
        await WriteAsync(reader.End(stream.Finish));
    }

    private async Task WriteAsync(IEnumerable<AnswerPiece> pieces)
    {
        foreach (AnswerPiece piece in pieces)
            await _pieces.Writer.WriteAsync(piece, _cancel.Token);
    }
}
