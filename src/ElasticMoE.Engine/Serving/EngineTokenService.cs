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
    /// <summary>How often it is looked whether a revision has come that a request waits for.</summary>
    private const int EarlyMs = 5;

    private static readonly TokenFinish s_cancelled = new() { Reason = FinishReason.Cancelled };

    private readonly Engine _engine;
    private readonly EngineOptions _options;
    private readonly int _openMax;
    private readonly int _cacheBlocks;
    private readonly Thread _thread;
    private readonly ConcurrentQueue<EngineCommand> _commands = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Dictionary<SequenceId, EngineTokenStream> _streams = [];
    private readonly List<EngineTokenStream> _early = [];
    private readonly Lock _gate = new();
    private volatile TokenServiceStatus _status;
    private int _open;
    private int _preparing;
    private long _steps;
    private string? _ended;

    /// <summary>Starts the engine's thread.</summary>
    /// <param name="engine">From now on used by this service alone; stays the caller's, to be disposed after the service.</param>
    /// <param name="options">What the engine was made with.</param>
    /// <param name="begin">Called first on the engine's thread; null for nothing.</param>
    public EngineTokenService(Engine engine, EngineOptions options, Action? begin = null)
    {
        (_engine, _options, _openMax, _cacheBlocks) = (engine, options, options.RunningMax + options.WaitingMax, engine.Status.FreeBlocks);
        _status = Observe(null);
        _thread = new Thread(() => Run(begin)) { IsBackground = true, Name = "engine" };
        _thread.Start();
        engine.PrepareGrammars();
    }

    /// <inheritdoc/>
    public TokenServiceStatus Status => _status;

    /// <inheritdoc/>
    public ITokenStream Submit(TokenRequest request)
    {
        bool isPrepared = _engine.IsPrepared(request);
        lock (_gate)
        {
            if (_ended is { } reason)
                return Refuse(request, TokenFinish.Error(RequestFailure.Unavailable, reason));
            if (_open >= _openMax)
                return Refuse(request, TokenFinish.Error(RequestFailure.Busy, $"engine: busy: {_open} requests are open already"));
            _open++;
            var stream = new EngineTokenStream(request, this);
            if (isPrepared)
                Enqueue(new EngineCommand(stream, Cancels: false));
            else
                Prepare(stream);
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
            stream.IsAbandoned = true;
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

    /// <summary>Compiling takes its time; neither the caller, who may serve others, nor the engine's thread waits for it.</summary>
    private void Prepare(EngineTokenStream stream)
    {
        _preparing++;
        ThreadPool.UnsafeQueueUserWorkItem(
            waiting =>
            {
                _engine.Prepare(waiting.Request);
                lock (_gate)
                {
                    _preparing--;
                    if (_ended is null)
                        Enqueue(new EngineCommand(waiting, Cancels: false));
                    else
                        End(waiting, TokenFinish.Error(RequestFailure.Unavailable, _ended));
                }
            },
            stream,
            preferLocal: false);
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

    private void Run(Action? begin)
    {
        try
        {
            begin?.Invoke();
            while (!IsEnded)
            {
                if (!_engine.HasWork)
                    _wake.Wait(_early.Count > 0 ? EarlyMs : Timeout.Infinite);
                BeginEarly();
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

    /// <summary>A gateway may have begun an answer with another router, which had heard of a newer revision before this one.</summary>
    private void BeginEarly()
    {
        for (int i = _early.Count - 1; i >= 0; i--)
        {
            EngineTokenStream stream = _early[i];
            bool isOver = _options.Time.GetElapsedTime(stream.EarlySince) > _options.ParkedMax;
            if (!isOver && _engine.IsToCome(stream.Request))
                continue;
            _early.RemoveAt(i);
            if (isOver)
                End(stream, TokenFinish.Error(RequestFailure.Unavailable, $"revision {stream.Request.Revision} didn't come within {_options.ParkedMax.TotalSeconds:0} s", "revision"));
            else
                Begin(stream);
        }
    }

    private void Begin(EngineTokenStream stream)
    {
        if (stream.IsAbandoned)
        {
            End(stream, s_cancelled);
            return;
        }
        if (_engine.IsToCome(stream.Request))
        {
            stream.EarlySince = _options.Time.GetTimestamp();
            _early.Add(stream);
            return;
        }
        try
        {
            SequenceId id = _engine.Submit(stream.Request);
            (stream.Id, stream.Revision) = (id, _engine.RevisionOf(id));
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
        if (_early.Remove(stream))
            End(stream, s_cancelled);
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
        foreach (EngineTokenStream stream in _streams.Values.Concat(_early))
            End(stream, finish);
        _streams.Clear();
        _early.Clear();
        _status = Observe(reason);
    }

    private TokenServiceStatus Observe(string? fault)
    {
        EngineStatus now = _engine.Status;
        return new TokenServiceStatus
        {
            Running = now.Running,
            Waiting = now.Waiting + _commands.Count + _early.Count + Volatile.Read(ref _preparing),
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
