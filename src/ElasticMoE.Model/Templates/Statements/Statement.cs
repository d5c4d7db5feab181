using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>A node of the syntax tree that writes text or sets variables.</summary>
internal abstract class Statement
{
    /// <summary>Tells the body it stands in the names it reads and sets there; inner bodies keep theirs.</summary>
    public abstract void Visit(Symbols symbols);

    /// <summary>Fixes where names are found, inner bodies included.</summary>
    public abstract void Bind(Frame frame);

    public abstract Flow Execute(Scope scope, TextBuilder output);
}
