using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>`macro name(parameters)` … `endmacro`: sets a variable to the macro.</summary>
internal sealed class MacroStatement(string name, MacroBody body, int nesting) : Statement
{
    private readonly NameTarget target = new(name);

    public override void Visit(Symbols symbols) => target.Visit(symbols);

    public override void Bind(Frame frame)
    {
        target.Bind(frame);
        body.Bind(frame);
    }

    public override Flow Execute(Scope scope, TextBuilder output)
    {
        target.Assign(scope, new MacroValue(name, body, nesting, scope));
        return Flow.Next;
    }
}
