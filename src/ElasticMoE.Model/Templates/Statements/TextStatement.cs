using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>Text outside of tags.</summary>
internal sealed class TextStatement(string text) : Statement
{
    public override void Visit(Symbols symbols)
    {
    }

    public override void Bind(Frame frame)
    {
    }

    public override Flow Execute(Scope scope, TextBuilder output)
    {
        output.Append(text);
        return Flow.Next;
    }
}
