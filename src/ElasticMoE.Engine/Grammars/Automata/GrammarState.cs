namespace ElasticMoE.Engine.Grammars.Automata;

/// <summary>All ways in which a text fits the grammar. Made and kept by its <see cref="GrammarAutomaton"/>; one thread uses it.</summary>
internal sealed class GrammarState
{
    private readonly GrammarState?[] _next;

    public GrammarState(GrammarThread[] threads, bool isComplete, int[] tokens, int classes)
    {
        (Threads, IsComplete, Tokens) = (threads, isComplete, tokens);
        _next = threads.Length == 0 ? [] : new GrammarState?[classes];
    }

    public GrammarThread[] Threads { get; }

    /// <summary>Whether the text is a whole document.</summary>
    public bool IsComplete { get; }

    /// <summary>Special tokens that may follow.</summary>
    public int[] Tokens { get; }

    /// <summary>Whether no text that begins so fits.</summary>
    public bool IsDead => Threads.Length == 0;

    /// <summary>Which tokens may follow, where that was asked.</summary>
    public ulong[]? Mask { get; set; }

    public GrammarState? NextOf(int byteClass) => _next[byteClass];

    public void Remember(int byteClass, GrammarState next) => _next[byteClass] = next;
}
