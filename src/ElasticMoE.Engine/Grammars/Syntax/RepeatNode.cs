using System.Diagnostics;

namespace ElasticMoE.Engine.Grammars.Syntax;

/// <summary>A body, which is never empty, several times.</summary>
internal sealed class RepeatNode : GrammarNode
{
    /// <param name="body">What is repeated.</param>
    /// <param name="min">The fewest times.</param>
    /// <param name="max">The most times; null for no bound.</param>
    public RepeatNode(GrammarNode body, int min, int? max)
    {
        Debug.Assert(min >= 0 && (max is null || max >= min));
        (Body, Min, Max) = (body, min, max);
    }

    public GrammarNode Body { get; }

    public int Min { get; }

    public int? Max { get; }
}
