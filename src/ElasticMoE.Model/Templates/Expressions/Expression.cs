using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>A node of the syntax tree that has a value.</summary>
internal abstract class Expression(int line)
{
    public int Line => line;

    /// <summary>The operands, in the order they are evaluated in.</summary>
    protected abstract IEnumerable<Expression> Children { get; }

    /// <summary>Tells a body the names read here.</summary>
    public virtual void Visit(Symbols symbols)
    {
        foreach (Expression child in Children)
            child.Visit(symbols);
    }

    /// <summary>Fixes where names are found and that filters exist. Called once, after all names of the body are known.</summary>
    public virtual void Bind(Frame frame)
    {
        foreach (Expression child in Children)
            child.Bind(frame);
    }

    public abstract TemplateValue Evaluate(Scope scope);
}
