using System.Collections.Concurrent;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Requests;

namespace ElasticMoE.Engine.Serving;

/// <summary>
/// An engine shared by many callers. One thread steps it for as long as there is work; submissions and cancellations reach it between two
/// steps, so that either costs its caller at most the step that is under way.
/// </summary>
public sealed class EngineTokenService : ITokenService, IDisposable
{
    private static readonly TokenFinish s_cancelled = new() { Reason = FinishReason.Cancelled };

    private readonly Engine _engine;
    private readonly int _openMax;
    private readonly int _cacheBlocks;
    private readonly Thread _thread;
    private readonly ConcurrentQueue<EngineCommand> _commands = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Dictionary<SequenceId, EngineTokenStream> _streams = [];
    private readonly Lock _gate = new();
    private volatile TokenServiceStatus _status;
    private int _open;
    private long _steps;
    private string? _ended;

    /// <summary>Starts the engine's thread.</summary>
    /// <param name="engine">From now on used by this service alone; stays the caller's, to be disposed after the service.</param>
    /// <param name="options">What the engine was made with.</param>
    public EngineTokenService(Engine engine, EngineOptions options)
    {
        (_engine, _openMax, _cacheBlocks) = (engine, options.RunningMax + options.WaitingMax, engine.Status.FreeBlocks);
        _status = Observe(null);
        _thread = new Thread(Run) { IsBackground = true, Name = "engine" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public TokenServiceStatus Status => _status;

    /// <inheritdoc/>
    public ITokenStream Submit(TokenRequest request)
    {
        _engine.Prepare(request);
        lock (_gate)
        {
            if (_ended is { } reason)
                return Refuse(request, TokenFinish.Error(RequestFailure.Unavailable, reason));
            if (_open >= _openMax)
                return Refuse(request, TokenFinish.Error(RequestFailure.Busy, $"engine: busy: {_open} requests are open already"));
            _open++;
            var stream = new EngineTokenStream(request, this);
            Enqueue(new EngineCommand(stream, Cancels: false));
            return stream;
        }
    }

    /// <summary>Ends all streams and the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended ??= "engine: ended";
            _wake.Release();
        }
        _thread.Join();
        _wake.Dispose();
    }

    internal void Cancel(EngineTokenStream stream)
    {
        lock (_gate)
        {
            if (_ended is null)
                Enqueue(new EngineCommand(stream, Cancels: true));
        }
    }

    private static EngineTokenStream Refuse(TokenRequest request, TokenFinish finish)
    {
        var stream = new EngineTokenStream(request, null);
        stream.End(finish);
        return stream;
    }

    private void Enqueue(EngineCommand command)
    {
        _commands.Enqueue(command);
        _wake.Release();
    }

    private bool IsEnded
    {
        get
        {
            lock (_gate)
                return _ended is not null;
        }
    }

    private void Run()
    {
        try
        {
            while (!IsEnded)
            {
                if (!_engine.HasWork)
                    _wake.Wait();
                ObeyAll();
                StepEvents? events = Step();
                _status = Observe(null);
                Deliver(events);
            }
        }
        catch (Exception broken)
        {
            // Whatever it is, it is a bug and no request's fault. Every caller is told, and the process's owner sees it in the status.
            lock (_gate)
                _ended = $"engine: {broken.GetType().Name}: {broken.Message}";
        }
        EndAll();
    }

    private StepEvents? Step()
    {
        if (!_engine.HasWork)
            return null;
        _steps++;
        return _engine.Step();
    }

    private void ObeyAll()
    {
        while (_commands.TryDequeue(out EngineCommand command))
        {
            if (command.Cancels)
                Abandon(command.Stream);
            else
                Begin(command.Stream);
        }
    }

    private void Begin(EngineTokenStream stream)
    {
        try
        {
            SequenceId id = _engine.Submit(stream.Request);
            stream.Id = id;
            _streams.Add(id, stream);
        }
        catch (InputException refused)
        {
            RequestFailure failure = refused.Exit == ExitCode.Conflict ? RequestFailure.Busy : RequestFailure.Invalid;
            End(stream, TokenFinish.Error(failure, refused.Message, refused.Subject));
        }
    }

    private void Abandon(EngineTokenStream stream)
    {
        if (stream.Id is not { } id || !_streams.Remove(id))
            return;
        _engine.Cancel(id);
        End(stream, s_cancelled);
    }

    private void Deliver(StepEvents? events)
    {
        if (events is null)
            return;
        foreach (TokenEvent token in events.Tokens)
            _streams[token.Sequence].Add(token);
        foreach (FinishEvent finish in events.Finished)
        {
            if (_streams.Remove(finish.Sequence, out EngineTokenStream? stream))
                End(stream, new TokenFinish { Reason = finish.Reason, Failure = finish.Failure, Message = finish.Message, CachedTokens = finish.CachedTokens });
        }
    }

    private void End(EngineTokenStream stream, TokenFinish finish)
    {
        Interlocked.Decrement(ref _open);
        stream.End(finish);
    }

    private void EndAll()
    {
        string reason;
        lock (_gate)
            reason = _ended!;
        TokenFinish finish = TokenFinish.Error(RequestFailure.Unavailable, reason);
        while (_commands.TryDequeue(out EngineCommand command))
        {
            if (!command.Cancels)
                End(command.Stream, finish);
        }
        foreach (EngineTokenStream stream in _streams.Values)
            End(stream, finish);
        _streams.Clear();
        _status = Observe(reason);
    }

    private TokenServiceStatus Observe(string? fault)
    {
        EngineStatus now = _engine.Status;
        return new TokenServiceStatus
        {
            Running = now.Running,
            Waiting = now.Waiting + _commands.Count,
            CacheBlocks = _cacheBlocks,
            FreeBlocks = now.FreeBlocks,
            Preemptions = now.Preemptions,
            PrefixBlocks = now.PrefixBlocks,
            PrefixTokens = now.PrefixTokens,
            Steps = _steps,
            Fault = fault,
        };
    }
}
