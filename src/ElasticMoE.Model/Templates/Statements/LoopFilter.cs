using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>The `if` of a `for`: lets the items through for which it holds, one by one, as the loop asks for them.</summary>
internal sealed class LoopFilter
{
    private readonly Target target;
    private readonly Expression test;
    private readonly ScopePlan plan;

    /// <summary>Binds a copy of the loop's target to the test's own names, then the test.</summary>
    public LoopFilter(Target target, Expression test, Frame frame)
    {
        var symbols = new Symbols(frame.Symbols);
        target.Declare(symbols);
        test.Visit(symbols);
        Frame inner = frame.Inner(symbols);
        this.target = target.Copy();
        this.target.Bind(inner);
        this.test = test;
        test.Bind(inner);
        plan = symbols.ToPlan();
    }

    public IEnumerator<TemplateValue> Apply(IEnumerator<TemplateValue> items, Scope outer)
    {
        Scope scope = plan.Open(outer.Context, outer);
        while (items.MoveNext())
        {
            TemplateValue item = items.Current;
            target.Assign(scope, item);
            plan.Enter(scope);
            if (test.Evaluate(scope).IsTrue)
                yield return item;
        }
    }
}
