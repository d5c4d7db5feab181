using System.Runtime.InteropServices;
using ElasticMoE.Engine.Requests;

namespace ElasticMoE.Engine;

/// <summary>What a step brought. Belongs to the engine and is valid until its next step.</summary>
public sealed class StepEvents
{
    private readonly List<TokenEvent> _tokens = [];
    private readonly List<FinishEvent> _finished = [];

    /// <summary>New tokens, at most one a sequence, in the order of submission.</summary>
    public ReadOnlySpan<TokenEvent> Tokens => CollectionsMarshal.AsSpan(_tokens);

    /// <summary>Sequences that ended; a sequence's last token stands in <see cref="Tokens"/>.</summary>
    public ReadOnlySpan<FinishEvent> Finished => CollectionsMarshal.AsSpan(_finished);

    /// <summary>Tokens computed, those of prompts included.</summary>
    public int ComputedTokens { get; internal set; }

    internal void Clear()
    {
        _tokens.Clear();
        _finished.Clear();
        ComputedTokens = 0;
    }

    internal void Add(TokenEvent token) => _tokens.Add(token);

    internal void Add(FinishEvent finish) => _finished.Add(finish);
}
