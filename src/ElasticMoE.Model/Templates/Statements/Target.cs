using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>What a value can be assigned to.</summary>
internal abstract class Target
{
    /// <summary>Tells a body the names set here.</summary>
    public abstract void Visit(Symbols symbols);

    /// <summary>Tells a body that its caller sets these names.</summary>
    public abstract void Declare(Symbols symbols);

    public abstract void Bind(Frame frame);

    /// <summary>The same target, unbound, to be bound in another body.</summary>
    public abstract Target Copy();

    /// <summary>Checks, before the value is evaluated, what must hold of the target.</summary>
    public virtual void Check(Scope scope)
    {
    }

    public abstract void Assign(Scope scope, TemplateValue value);
}
