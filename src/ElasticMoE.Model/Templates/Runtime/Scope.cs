using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Runtime;

/// <summary>
/// The variables of one running body (template, loop, macro …) and the scope around it. A slot that is null has no value yet.
/// </summary>
internal sealed class Scope(RenderContext context, Scope? parent, int slots)
{
    public RenderContext Context => context;

    public TemplateValue?[] Slots { get; } = new TemplateValue?[slots];

    /// <summary>The scope <paramref name="hops"/> levels out.</summary>
    public Scope Outer(int hops)
    {
        Scope scope = this;
        for (int i = 0; i < hops; i++)
            scope = scope.Parent;
        return scope;
    }

    private Scope Parent => parent!;
}
