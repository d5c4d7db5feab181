using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>`a, b`: takes a value apart.</summary>
internal sealed class TupleTarget(Target[] targets) : Target
{
    public override void Visit(Symbols symbols) => Array.ForEach(targets, target => target.Visit(symbols));

    public override void Declare(Symbols symbols) => Array.ForEach(targets, target => target.Declare(symbols));

    public override Target Copy() => new TupleTarget(Array.ConvertAll(targets, target => target.Copy()));

    public override void Bind(Frame frame) => Array.ForEach(targets, target => target.Bind(frame));

    public override void Check(Scope scope) => Array.ForEach(targets, target => target.Check(scope));

    public override void Assign(Scope scope, TemplateValue value)
    {
        if (!value.IsIterable)
            throw new TemplateFault($"cannot unpack non-iterable {value.TypeName} object");
        List<TemplateValue> items = Iteration.ToList(value, scope.Context.Budget);
        if (items.Count != targets.Length)
            throw new TemplateFault($"expected {targets.Length} values to unpack, got {items.Count}");
        for (int i = 0; i < targets.Length; i++)
            targets[i].Assign(scope, items[i]);
    }
}
