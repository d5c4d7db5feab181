using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>A variable that is set.</summary>
internal sealed class NameTarget(string name) : Target
{
    private int slot;

    public string Name => name;

    public override void Visit(Symbols symbols) => symbols.Store(name);

    public override void Declare(Symbols symbols) => symbols.DeclareParameter(name);

    public override Target Copy() => new NameTarget(name);

    public override void Bind(Frame frame) => slot = frame.Symbols.Find(name)!.Value.Slot;

    public override void Assign(Scope scope, TemplateValue value) => scope.Slots[slot] = value;
}
