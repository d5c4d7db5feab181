using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>
/// `generation` … `endgeneration`, which marks what the model itself wrote (for training). Written as it stands; its body has its own
/// names, as a call block's.
/// </summary>
internal sealed class GenerationStatement(Body body) : Statement
{
    private readonly CapturedBody captured = new([], body);

    public override void Visit(Symbols symbols)
    {
    }

    public override void Bind(Frame frame) => captured.Bind(frame);

    public override Flow Execute(Scope scope, TextBuilder output)
    {
        captured.Execute(scope, out TemplateValue text);
        output.Append(text.Text(scope.Context.Budget));
        return Flow.Next;
    }
}
