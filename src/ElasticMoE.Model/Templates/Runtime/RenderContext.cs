using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Runtime;

/// <summary>What all parts of one rendering share.</summary>
internal sealed class RenderContext(Library library, IReadOnlyDictionary<string, TemplateValue> variables, TimeProvider clock)
{
    public RenderBudget Budget { get; } = new();

    public Library Library => library;

    public TimeProvider Clock => clock;

    /// <summary>The source line under evaluation, which a fault is reported at.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>Counts one step at a line. Called by each node after its operands, right before its own work.</summary>
    public void At(int line)
    {
        Line = line;
        Budget.Step();
    }

    /// <summary>A variable given from outside, else a built-in one, else null.</summary>
    public TemplateValue? Resolve(string name) => variables.GetValueOrDefault(name) ?? library.Globals.GetValueOrDefault(name);
}
