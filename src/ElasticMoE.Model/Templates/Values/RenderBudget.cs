using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Templates.Values;

/// <summary>
/// What one rendering may still spend. Every node, iteration, list element and character is counted before the work is done, so an
/// untrusted template ends with a fault after bounded time and memory, at the same place on every machine.
/// </summary>
internal sealed class RenderBudget
{
    private const int ScanWeight = 4;

    private long steps;
    private long characters;
    private int depth;

    /// <summary>Counts evaluated nodes, iterations and list elements.</summary>
    public void Step(long count = 1)
    {
        steps += count;
        if (steps > Limits.TemplateStepsMax)
            throw new TemplateFault($"takes more than {Limits.TemplateStepsMax} steps");
    }

    /// <summary>Counts characters read or written by an operation.</summary>
    public void Characters(long count)
    {
        characters += count;
        if (characters > Limits.TemplateCharactersMax)
            throw new TemplateFault($"works through more than {Limits.TemplateCharactersMax} characters");
    }

    /// <summary>Counts characters looked at one by one, which takes several times as long as copying them.</summary>
    public void Scan(long count) => Characters(count * ScanWeight);

    /// <summary>Enters a body whose nodes nest <paramref name="levels"/> deep; <see cref="Leave"/> takes the same number.</summary>
    public void Enter(int levels)
    {
        depth += levels;
        if (depth > Limits.TemplateDepthMax)
            throw new TemplateFault($"nests its calls more than {Limits.TemplateDepthMax} levels deep");
    }

    public void Leave(int levels) => depth -= levels;
}
