using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>`for target in source if test recursive` … `else` … `endfor`.</summary>
internal sealed class ForStatement(Target target, Expression source, Expression? test, Body body, Body otherwise) : Statement
{
    private const string LoopName = "loop";

    private ScopePlan? bodyPlan;
    private ScopePlan? elsePlan;
    private LoopFilter? filter;
    private int loopSlot;

    /// <summary>How deep the body's nodes nest, where the loop may be called recursively; 0 where it may not.</summary>
    public int RecursiveNesting { get; init; }

    public override void Visit(Symbols symbols) => source.Visit(symbols);

    public override void Bind(Frame frame)
    {
        source.Bind(frame);
        if (test is not null)
            filter = new LoopFilter(target, test, frame);
        var inner = new Symbols(frame.Symbols);
        loopSlot = inner.DeclareParameter(LoopName);
        target.Declare(inner);
        body.Visit(inner);
        Frame innerFrame = frame.Inner(inner);
        target.Bind(innerFrame);
        body.Bind(innerFrame);
        bodyPlan = inner.ToPlan();
        BindElse(frame);
    }

    public override Flow Execute(Scope scope, TextBuilder output) =>
        Run(source.Evaluate(scope), scope, output, 0);

    private void BindElse(Frame frame)
    {
        var inner = new Symbols(frame.Symbols);
        otherwise.Visit(inner);
        otherwise.Bind(frame.Inner(inner));
        elsePlan = inner.ToPlan();
    }

    private Flow Run(TemplateValue items, Scope outer, TextBuilder output, int depth)
    {
        if (!items.IsIterable)
            throw new TemplateFault($"'{items.TypeName}' object is not iterable");
        IEnumerator<TemplateValue> iterator = items.Iterate(outer.Context.Budget);
        int? count = items.Length;
        if (filter is not null)
            (iterator, count) = (filter.Apply(iterator, outer), null);
        Recursion? recurse = RecursiveNesting > 0 ? (inner, level) => Recurse(inner, outer, level) : null;
        var loop = new LoopValue(iterator, count, recurse, depth);
        Scope scope = bodyPlan!.Open(outer.Context, outer);
        scope.Slots[loopSlot] = loop;
        if (!Iterate(loop, scope, output))
            return Flow.Next;
        Scope elseScope = elsePlan!.Open(outer.Context, outer);
        elsePlan.Enter(elseScope);
        return otherwise.Execute(elseScope, output);
    }

    /// <summary>Runs the body for each item; whether there was none that ran to its end.</summary>
    private bool Iterate(LoopValue loop, Scope scope, TextBuilder output)
    {
        bool none = true;
        while (loop.MoveNext())
        {
            target.Assign(scope, loop.Current);
            bodyPlan!.Enter(scope);
            Flow flow = body.Execute(scope, output);
            if (flow == Flow.Break)
                break;
            if (flow == Flow.Next)
                none = false;
        }

        return none;
    }

    private string Recurse(TemplateValue items, Scope outer, int depth)
    {
        RenderBudget budget = outer.Context.Budget;
        budget.Enter(RecursiveNesting);
        var text = new TextBuilder(budget);
        Run(items, outer, text, depth);
        budget.Leave(RecursiveNesting);
        return text.ToString();
    }
}
