using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>A variable.</summary>
internal sealed class NameExpression(string name, int line) : Expression(line)
{
    private SlotRef place;

    public string Name => name;

    protected override IEnumerable<Expression> Children => [];

    public override void Visit(Symbols symbols) => symbols.Load(name);

    public override void Bind(Frame frame) =>
        place = frame.Symbols.Find(name) ?? throw new InvalidOperationException($"The name {name} was bound before it was visited.");

    public override TemplateValue Evaluate(Scope scope)
    {
        scope.Context.At(Line);
        return scope.Outer(place.Hops).Slots[place.Slot] ?? UndefinedValue.Variable(name);
    }
}
