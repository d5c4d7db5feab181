using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Grammars.Vocabularies;
using ElasticMoE.Model.Tokenization;

namespace ElasticMoE.Engine.Grammars;

/// <summary>The grammars that an engine has compiled of late. Safe to use from several threads; what it hands out is not.</summary>
internal sealed class GrammarLibrary(Tokenizer? tokenizer)
{
    private readonly Lazy<Task<GrammarVocabulary>> _vocabulary = new(() => Task.Run(() => new GrammarVocabulary(tokenizer!)));
    private readonly Dictionary<GrammarSource, (Lazy<Grammar> Grammar, long Used)> _grammars = [];
    private readonly Lock _gate = new();
    private long _uses;

    /// <summary>Begins to read the vocabulary, in the background; what needs it before it is read waits.</summary>
    public void Begin()
    {
        if (tokenizer is not null)
            _ = _vocabulary.Value;
    }

    /// <summary>Whether a grammar is compiled.</summary>
    public bool IsReady(GrammarSource source)
    {
        lock (_gate)
            return _grammars.TryGetValue(source, out (Lazy<Grammar> Grammar, long Used) known) && known.Grammar.IsValueCreated;
    }

    /// <summary>The grammar of a source, compiled at its first use.</summary>
    /// <exception cref="InputException">It can't be kept to; names the keyword and its place.</exception>
    public Grammar Get(GrammarSource source) =>
        tokenizer is null ? throw new InputException("response_format", "a grammar was asked for, but the model was loaded without a tokenizer") : Find(source).Value;

    /// <summary>Compiles a grammar ahead; false where it can't be kept to.</summary>
    public bool TryPrepare(GrammarSource source)
    {
        try
        {
            return Get(source) is not null;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private Lazy<Grammar> Find(GrammarSource source)
    {
        lock (_gate)
        {
            Lazy<Grammar> grammar = _grammars.TryGetValue(source, out (Lazy<Grammar> Grammar, long Used) known)
                ? known.Grammar
                : new Lazy<Grammar>(() => Compile(source));
            _grammars[source] = (grammar, ++_uses);
            if (_grammars.Count > Limits.GrammarsMax)
                _grammars.Remove(_grammars.MinBy(entry => entry.Value.Used).Key);
            return grammar;
        }
    }

    private Grammar Compile(GrammarSource source)
    {
        GrammarVocabulary vocabulary = _vocabulary.Value.GetAwaiter().GetResult();
        return new Grammar(GrammarCompiler.Compile(source, vocabulary.HasAllBytes, vocabulary.SpecialIdOf), vocabulary);
    }
}
