using ElasticMoE.Contracts;
using ElasticMoE.Model.Templates.Expressions;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>Counts how deep the source nests while it is parsed, and how deep stretches of it do.</summary>
internal sealed class Nesting
{
    private int depth;
    private int deepest;

    public void Enter(int line)
    {
        depth++;
        deepest = Math.Max(deepest, depth);
        if (depth > Limits.TemplateNestingMax)
            throw new SourceFault(line, $"nests more than {Limits.TemplateNestingMax} levels deep");
    }

    public void Leave(int levels = 1) => depth -= levels;

    /// <summary>Parses a stretch and says how many levels it nests.</summary>
    public T Measure<T>(Func<T> parse, out int levels)
    {
        int before = deepest;
        deepest = depth;
        T result = parse();
        levels = deepest - depth + 1;
        deepest = Math.Max(before, deepest);
        return result;
    }
}
