using System.Diagnostics.CodeAnalysis;

namespace ElasticMoE.Engine.Grammars.Automata;

/// <summary>Lists of threads are equal where their threads are, in their order.</summary>
internal sealed class ThreadComparer : IEqualityComparer<GrammarThread[]>
{
    public static ThreadComparer Instance { get; } = new();

    public bool Equals(GrammarThread[]? x, GrammarThread[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode([DisallowNull] GrammarThread[] obj)
    {
        var hash = new HashCode();
        foreach (GrammarThread thread in obj)
            hash.Add(thread.GetHashCode());
        return hash.ToHashCode();
    }
}
