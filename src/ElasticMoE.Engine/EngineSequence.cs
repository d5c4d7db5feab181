using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Grammars;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Engine.Sampling;
using ElasticMoE.Engine.Scheduling;
using ElasticMoE.Engine.Stopping;
using ElasticMoE.Model.Steps;

namespace ElasticMoE.Engine;

/// <summary>A request while it is served: its tokens and where it may stop.</summary>
internal sealed class EngineSequence
{
    /// <summary>Room made at once, tokens; an answer longer than this grows its buffer by doubling.</summary>
    private const int RoomFirst = 4096;

    private readonly int[] _stopIds;
    private readonly TokenLogprob[] _top;
    private readonly int _lengthMax;
    private int[] _tokens;

    public EngineSequence(SequenceId id, TokenRequest request, int lengthMax, IEnumerable<int> stopIds, TextStream? text)
    {
        (Id, Request, Text, _lengthMax) = (id, request, text, lengthMax);
        PromptLength = request.PromptLength ?? request.Tokens.Length;
        Length = request.Tokens.Length;
        _tokens = new int[Math.Min(lengthMax, Length + RoomFirst)];
        request.Tokens.CopyTo(_tokens);
        _stopIds = [.. stopIds.Concat(request.StopIds).Distinct()];
        Routes = request.WithExperts ? new RowRoutes() : null;
        _top = new TokenLogprob[request.TopLogprobs ?? 0];
        Schedule = new ScheduledSequence(id.Value, Length);
    }

    public SequenceId Id { get; }

    public TokenRequest Request { get; }

    public TextStream? Text { get; }

    public ScheduledSequence Schedule { get; }

    public int PromptLength { get; }

    /// <summary>What its rows are computed by.</summary>
    public SequenceBinding Binding => new(Request.Gate, Request.Seed, Revision);

    /// <summary>Tokens of the prompt that need not be computed for it.</summary>
    public int CachedTokens { get; private set; }

    /// <summary>Tokens of prompt and output.</summary>
    public int Length { get; private set; }

    /// <summary>Where the row went from which its newest token was chosen; null where its request doesn't ask.</summary>
    public RowRoutes? Routes { get; }

    /// <summary>Whether one of its steps has been traced.</summary>
    public bool WasTraced { get; set; }

    /// <summary>What it is bound to.</summary>
    public required BoundRevision Revision { get; init; }

    /// <summary>The model's number for it while it has blocks, else -1.</summary>
    public int Slot { get; set; } = -1;

    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, Length);

    public Memory<TokenLogprob> Top => _top;

    /// <summary>Where the output stands in its grammar, if it has one.</summary>
    public GrammarCursor? Grammar { get; init; }

    public SamplingContext SamplingContext => new()
    {
        Options = Request.Sampling,
        Tokens = Tokens,
        PromptLength = PromptLength,
        Seed = Request.Seed,
        Choice = Request.Choice,
        Allowed = Grammar is null ? default : new AllowedIds(Grammar.Allowed, _stopIds, Grammar.IsComplete),
    };

    public void Append(int id)
    {
        if (Length == _tokens.Length)
            Array.Resize(ref _tokens, Math.Min(_lengthMax, 2 * Length));
        _tokens[Length++] = id;
        if (Grammar is not null && !StopsAt(id))
            Grammar.Push(id);
        Schedule.KnownTokens = Length;
    }

    /// <summary>It runs, for the first time or after a preemption, with so many positions that were there already.</summary>
    public void Begin(int positions)
    {
        if (Length == Request.Tokens.Length)
            CachedTokens = Math.Min(positions, PromptLength);
    }

    public bool StopsAt(int id) => _stopIds.AsSpan().Contains(id);

    public bool IsFull => Length >= _lengthMax;

    public FinishEvent Finish(FinishReason reason) => new()
    {
        Sequence = Id,
        Reason = reason,
        StopString = Text?.Found,
        OutputLength = Length - PromptLength,
        CachedTokens = CachedTokens,
    };
}
