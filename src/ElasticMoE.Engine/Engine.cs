using System.Diagnostics;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Grammars;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Engine.Sampling;
using ElasticMoE.Engine.Scheduling;
using ElasticMoE.Engine.Stopping;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Steps;
using ElasticMoE.Model.Tokenization;

namespace ElasticMoE.Engine;

/// <summary>
/// Serves requests by continuous batching. Each <see cref="Step"/>: (1) schedule: running sequences and chunks of waiting prompts, within
/// a budget of tokens and milliseconds; (2) forward: one pass over all these rows; (3) sample the next token of each sequence that is
/// computed to its end; (4) emit. A request's tokens depend on the request alone, whatever runs beside it. Not thread-safe.
/// </summary>
public sealed class Engine : IDisposable
{
    /// <summary>How long a step takes in which every sequence rests: about as long as one that computes.</summary>
    private const int RestMs = 5;

    private readonly StepModel _model;
    private readonly EngineOptions _options;
    private readonly Func<IReadOnlyList<string>, TextStream>? _newText;
    private readonly Scheduler _scheduler;
    private readonly StepCostModel _cost = new();
    private readonly StepTracer _tracer;
    private readonly Sampler _sampler;
    private readonly GrammarLibrary _grammars;
    private readonly Dictionary<long, EngineSequence> _sequences = [];
    private readonly EngineBlocks _blocks;
    private readonly List<FinishEvent> _cancelled = [];
    private readonly StepPlan _plan = new();
    private readonly StepEvents _events = new();
    private readonly RevisionBook _revisions;
    private readonly long _started;
    private long _lastId;
    private long _preemptions;
    private long _prefixTokens;

    /// <summary>An engine with its own KV cache.</summary>
    /// <param name="model">A loaded model; stays the caller's, as the pool does.</param>
    /// <param name="pool">Runs the mathematics.</param>
    /// <param name="options">Bounds and tokenizer.</param>
    /// <exception cref="InputException">A bound is out of range.</exception>
    public Engine(LanguageModel model, ComputePool pool, EngineOptions options)
        : this(new ForwardStepModel(model, pool, options.Validated()), options, TextOf(options.Tokenizer))
    {
    }

    /// <param name="model">Owned by the engine.</param>
    /// <param name="options">Its bounds.</param>
    /// <param name="newText">Makes the text of a sequence with these stop strings; null where the model has no tokenizer.</param>
    internal Engine(StepModel model, EngineOptions options, Func<IReadOnlyList<string>, TextStream>? newText)
    {
        (_model, _options, _newText) = (model, options.Validated(), newText);
        _started = options.Time.GetTimestamp();
        _scheduler = new Scheduler(new SchedulerOptions
        {
            StepTokensMax = options.StepTokensMax,
            RunningMax = options.RunningMax,
            WaitingMax = options.WaitingMax,
            BlockPositions = model.BlockPositions,
        });
        _tracer = new StepTracer(options.Time);
        _blocks = new EngineBlocks(model, _sequences);
        _revisions = new(options.Updates is { } updates ? () => updates.Live : options.Revisions);
        _sampler = new Sampler(options.VocabularyFor(model.VocabularySize));
        _grammars = new GrammarLibrary(options.Tokenizer);
    }

    /// <summary>Whether a step would do anything.</summary>
    public bool HasWork => !_scheduler.IsIdle || _cancelled.Count > 0;

    /// <summary>How busy it is.</summary>
    public EngineStatus Status => new(_scheduler.Running.Count, _scheduler.Waiting.Count, _model.FreeBlocks, _preemptions)
    {
        PrefixBlocks = _model.PrefixBlocks,
        PrefixTokens = _prefixTokens,
    };

    /// <summary>Queues a request behind all others.</summary>
    /// <returns>The id its events will carry.</returns>
    /// <exception cref="InputException">The request can never be served (names field and numbers), or too many wait (exit code: conflict).</exception>
    public SequenceId Submit(TokenRequest request)
    {
        int lengthMax = RequestValidation.Check(request, Bounds);
        _model.Check(request.Gate);
        TextStream? text = NewText(request);
        var sequence = new EngineSequence(new SequenceId(_lastId + 1), request, lengthMax, request.IgnoreEos ? [] : _model.EosIds, text)
        {
            Grammar = NewCursor(request),
            Revision = _revisions.Bind(request.Revision),
        };
        if (!_scheduler.TryEnqueue(sequence.Schedule))
        {
            _revisions.Release(sequence.Revision);
            throw new InputException("engine", $"busy: {_scheduler.Waiting.Count} requests wait already", ExitCode.Conflict);
        }
        _lastId++;
        _sequences.Add(sequence.Id.Value, sequence);
        return sequence.Id;
    }

    /// <summary>Begins to make ready in the background what all requests with a grammar need; the first of them waits for what is left of that.</summary>
    public void PrepareGrammars() => _grammars.Begin();

    /// <summary>Whether nothing has to be compiled for a request before it is submitted. Safe to call from any thread.</summary>
    public bool IsPrepared(TokenRequest request) => request.Grammar is not { } grammar || _grammars.IsReady(grammar);

    /// <summary>
    /// Compiles what a request needs compiled, so that the step it is submitted at need not wait for that. Safe to call from any thread. What is
    /// wrong with the request shows when it is submitted.
    /// </summary>
    public void Prepare(TokenRequest request)
    {
        if (request.Grammar is { } grammar)
            _grammars.TryPrepare(grammar);
    }

    /// <summary>Revisions that sequences are bound to, ascending; from any thread.</summary>
    public IReadOnlyList<Revision> Bound => _revisions.Bound;

    /// <summary>The revision that a sequence under way is bound to.</summary>
    public Revision RevisionOf(SequenceId id) => _sequences[id.Value].Revision.Revision;

    /// <summary>Whether a request asks for a revision that isn't known here yet: it is to be submitted again once it is.</summary>
    public bool IsToCome(TokenRequest request) => _revisions.IsToCome(request.Revision);

    /// <summary>Ends a sequence and frees its blocks at once; the next step reports it.</summary>
    /// <returns>False where it has ended already.</returns>
    public bool Cancel(SequenceId id)
    {
        if (!_sequences.TryGetValue(id.Value, out EngineSequence? sequence))
            return false;
        Remove(sequence);
        _cancelled.Add(sequence.Finish(FinishReason.Cancelled));
        return true;
    }

    /// <summary>Advances every scheduled sequence.</summary>
    /// <returns>What happened; valid until the next step.</returns>
    public StepEvents Step()
    {
        _events.Clear();
        ReportCancelled();
        if (_revisions.Look())
            FailUnbound();
        Schedule();
        if (_plan.Chunks.Count > 0)
        {
            Forward();
            SampleAndEmit();
        }
        else if (!_scheduler.IsIdle && _events.Finished.Length == 0)
            _model.AwaitExperts(RestMs);
        return _events;
    }

    /// <summary>Frees the KV cache.</summary>
    public void Dispose() => _model.Dispose();

    private long NowMs => (long)_options.Time.GetElapsedTime(_started).TotalMilliseconds;

    private RequestLimits Bounds => new(
        _model.VocabularySize,
        _model.ContextLength,
        (int)Math.Min(int.MaxValue - 1, (long)_model.BlockCount * _model.BlockPositions),
        _newText is not null);

    private static Func<IReadOnlyList<string>, TextStream>? TextOf(Tokenizer? tokenizer) =>
        tokenizer is null ? null : stops => TextStream.Of(tokenizer, stops);

    /// <summary>The text of a continued request has been told up to its last token; what is still open in it must be known here.</summary>
    private TextStream? NewText(TokenRequest request)
    {
        if (!request.WithText && request.StopStrings.Count == 0)
            return null;
        TextStream text = _newText!(request.StopStrings);
        foreach (int id in request.Tokens.Span[(request.PromptLength ?? request.Tokens.Length)..])
            text.Push(id);
        return text;
    }

    /// <summary>A continued request stands in its grammar where its output so far has led.</summary>
    private GrammarCursor? NewCursor(TokenRequest request)
    {
        if (request.Grammar is not { } source)
            return null;
        var cursor = new GrammarCursor(_grammars.Get(source));
        foreach (int id in request.Tokens.Span[(request.PromptLength ?? request.Tokens.Length)..])
        {
            if (!cursor.Push(id))
                throw new InputException("response_format", "the output so far doesn't follow it");
        }
        return cursor;
    }

    private void ReportCancelled()
    {
        foreach (FinishEvent finish in _cancelled)
            _events.Add(finish);
        _cancelled.Clear();
    }

    /// <summary>Sequences of a revision that has ended before them fail.</summary>
    private void FailUnbound()
    {
        foreach (EngineSequence sequence in _sequences.Values.Where(sequence => _revisions.Live.Find(sequence.Revision.Revision) is null).OrderBy(sequence => sequence.Id.Value).ToArray())
            Fail(sequence, RequestFailure.Failed, _revisions.Live.EndOf(sequence.Revision.Revision));
    }

    /// <summary>1. Schedule.</summary>
    private void Schedule()
    {
        _scheduler.Plan(_blocks, _cost.TokensWithin(_options.StepMs), NowMs, _plan);
        foreach (ScheduledSequence admitted in _plan.Admitted)
            Begin(admitted);
        _preemptions += _plan.Preempted.Count;
    }

    private void Begin(ScheduledSequence admitted)
    {
        _sequences[admitted.Arrival].Begin(admitted.Computed);
        _prefixTokens += admitted.Computed;
    }

    /// <summary>2. Forward.</summary>
    private void Forward()
    {
        foreach (PlannedChunk chunk in _plan.Chunks)
        {
            EngineSequence sequence = _sequences[chunk.Sequence.Arrival];
            _model.Add(sequence.Slot, sequence.Tokens.Slice(chunk.Sequence.Computed, chunk.Tokens), chunk.Completes, chunk.Completes ? sequence.Routes : null);
        }
        using Activity? span = _tracer.Begin(_plan, _sequences);
        long start = _options.Time.GetTimestamp();
        _model.Run();
        _cost.Observe(_plan.Tokens, _options.Time.GetElapsedTime(start).TotalMilliseconds);
        _events.ComputedTokens = _plan.Tokens;
    }

    /// <summary>3. Sample and 4. emit, sequence by sequence.</summary>
    private void SampleAndEmit()
    {
        int scored = 0;
        for (int i = 0; i < _plan.Chunks.Count; i++)
        {
            PlannedChunk chunk = _plan.Chunks[i];
            EngineSequence sequence = _sequences[chunk.Sequence.Arrival];
            ChunkOutcome outcome = _model.Outcome(i);
            bool completes = chunk.Completes;
            int logits = completes ? scored++ : -1;
            _scheduler.Complete(chunk, outcome.Rows);
            _model.Keep(sequence.Slot, sequence.Tokens);
            if (outcome.Rows < chunk.Tokens)
                Hold(sequence, outcome);
            else if (completes)
                Advance(sequence, _model.Logits(logits));
        }
    }

    /// <summary>A sequence whose tokens are not complete goes on later, or never.</summary>
    private void Hold(EngineSequence sequence, in ChunkOutcome outcome)
    {
        ScheduledSequence schedule = sequence.Schedule;
        if (outcome.Failure is { } failure)
            Fail(sequence, RequestFailure.Failed, failure);
        else if (schedule.ParkedSteps > 0 && NowMs - schedule.ParkedSinceMs > _options.ParkedMax.TotalMilliseconds)
            Fail(sequence, RequestFailure.Unavailable, $"experts it needs were not ready for {_options.ParkedMax.TotalSeconds:0} s: {schedule.ParkedSteps} trials, the last for want of {outcome.Missing?.ToString() ?? "some"}");
    }

    private void Advance(EngineSequence sequence, ReadOnlySpan<float> logits)
    {
        SampleOutcome outcome = _sampler.Sample(logits, sequence.SamplingContext, out int id);
        if (outcome != SampleOutcome.Chosen)
        {
            EndWithoutToken(sequence, outcome);
            return;
        }
        double logprob = sequence.Request.TopLogprobs is null ? double.NaN : _sampler.Logprobs(logits, id, sequence.Top.Span);
        int position = sequence.Length;
        sequence.Append(id);
        (string text, FinishReason? reason) = Follow(sequence, id);
        _events.Add(new TokenEvent { Sequence = sequence.Id, Position = position, Id = id, Logprob = logprob, Top = sequence.Top, Text = text, Experts = sequence.Routes?.ToArray() });
        if (reason is { } ended)
            End(sequence, ended);
    }

    /// <summary>Where a grammar's document is complete, nothing can follow and no id ends an output, the output has ended.</summary>
    private void EndWithoutToken(EngineSequence sequence, SampleOutcome outcome)
    {
        if (outcome == SampleOutcome.NoneAllowed && sequence.Grammar is { IsComplete: true })
            End(sequence, FinishReason.Stop);
        else
            Fail(sequence, RequestFailure.Failed, outcome == SampleOutcome.NotFinite
                ? $"the model's scores at position {sequence.Length} are not finite"
                : $"no token of the model may stand at position {sequence.Length} under the grammar");
    }

    /// <summary>The text a new token decides, and whether the sequence ends with it. A stop id adds no text.</summary>
    private static (string Text, FinishReason? Reason) Follow(EngineSequence sequence, int id)
    {
        TextStream? stream = sequence.Text;
        if (sequence.StopsAt(id))
            return (stream?.End() ?? "", FinishReason.Stop);
        string text = stream?.Push(id) ?? "";
        if (stream?.Found is null && sequence.IsFull)
            text += stream?.End();
        if (stream?.Found is not null)
            return (text, FinishReason.Stop);
        return (text, sequence.IsFull ? FinishReason.Length : null);
    }

    private void End(EngineSequence sequence, FinishReason reason)
    {
        Remove(sequence);
        _events.Add(sequence.Finish(reason));
    }

    /// <summary>What was computed for a sequence that failed is computed anew for the next one.</summary>
    private void Fail(EngineSequence sequence, RequestFailure failure, string message)
    {
        _model.Forget(sequence.Slot);
        Remove(sequence);
        _events.Add(sequence.Finish(FinishReason.Error) with { Failure = failure, Message = message });
    }

    private void Remove(EngineSequence sequence)
    {
        _blocks.Close(sequence);
        _scheduler.Remove(sequence.Schedule);
        _revisions.Release(sequence.Revision);
        _sequences.Remove(sequence.Id.Value);
    }
}
