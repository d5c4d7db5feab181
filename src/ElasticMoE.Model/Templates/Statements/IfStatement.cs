using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>`if`, `elif`, `else`. Its bodies share the names of the body around it.</summary>
internal sealed class IfStatement((Expression Test, Body Body)[] branches, Body otherwise) : Statement
{
    public override void Visit(Symbols symbols)
    {
        branches[0].Test.Visit(symbols);
        Symbols first = symbols.Branch();
        branches[0].Body.Visit(first);
        Symbols middle = symbols.Branch();
        foreach ((Expression test, Body body) in branches.AsSpan(1))
        {
            test.Visit(middle);
            Symbols branch = middle.Branch();
            body.Visit(branch);
            middle.Merge(branch);
        }

        Symbols last = symbols.Branch();
        otherwise.Visit(last);
        symbols.Merge(first, middle, last);
    }

    public override void Bind(Frame frame)
    {
        Frame soft = frame with { Soft = true };
        foreach ((Expression test, Body body) in branches)
        {
            test.Bind(soft);
            body.Bind(soft);
        }

        otherwise.Bind(soft);
    }

    public override Flow Execute(Scope scope, TextBuilder output)
    {
        foreach ((Expression test, Body body) in branches)
        {
            if (test.Evaluate(scope).IsTrue)
                return body.Execute(scope, output);
        }

        return otherwise.Execute(scope, output);
    }
}
