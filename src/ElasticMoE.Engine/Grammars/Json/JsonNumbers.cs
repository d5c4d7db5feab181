using ElasticMoE.Engine.Grammars.Syntax;

namespace ElasticMoE.Engine.Grammars.Json;

/// <summary>JSON numbers as grammars: without exponents, zero without sign.</summary>
internal static class JsonNumbers
{
    /// <summary>The numbers within bounds.</summary>
    /// <exception cref="FormatException">They need too many states.</exception>
    public static GrammarNode Of(NumberBounds bounds)
    {
        var options = new List<GrammarNode>();
        if (bounds.High is not < 0)
        {
            bool isAboveZero = bounds.Low is > 0;
            options.Add(new BytesNode(MagnitudeAutomaton.Of(bounds with { Low = isAboveZero ? bounds.Low : 0, ExcludesLow = bounds.ExcludesLow && bounds.Low is >= 0 })));
        }
        if (bounds.Low is not >= 0)
        {
            bool isBelowZero = bounds.High is < 0;
            options.Add(new SequenceNode(BytesNode.Of("-"), new BytesNode(MagnitudeAutomaton.Of(bounds with
            {
                Low = isBelowZero ? -bounds.High : 0,
                ExcludesLow = !isBelowZero || bounds.ExcludesHigh,
                High = -bounds.Low,
                ExcludesHigh = bounds.ExcludesLow,
            }))));
        }
        return new ChoiceNode(options);
    }
}
