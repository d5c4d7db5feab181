using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>`ns.name`: an attribute of a namespace.</summary>
internal sealed class NamespaceTarget(string owner, string name, int line) : Target
{
    private SlotRef place;

    public override void Visit(Symbols symbols) => symbols.Load(owner);

    public override void Declare(Symbols symbols) => symbols.Load(owner);

    public override Target Copy() => new NamespaceTarget(owner, name, line);

    public override void Bind(Frame frame) => place = frame.Symbols.Find(owner)!.Value;

    public override void Check(Scope scope) => Find(scope);

    public override void Assign(Scope scope, TemplateValue value) => Find(scope).Attributes[name] = value;

    private NamespaceValue Find(Scope scope)
    {
        scope.Context.At(line);
        return scope.Outer(place.Hops).Slots[place.Slot] as NamespaceValue
            ?? throw new TemplateFault("cannot assign attribute on non-namespace object");
    }
}
