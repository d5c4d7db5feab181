using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>Statements one after the other.</summary>
internal sealed class Body(Statement[] statements)
{
    public static readonly Body Empty = new([]);

    public bool IsEmpty => statements.Length == 0;

    public void Visit(Symbols symbols)
    {
        foreach (Statement statement in statements)
            statement.Visit(symbols);
    }

    public void Bind(Frame frame)
    {
        foreach (Statement statement in statements)
            statement.Bind(frame);
    }

    public Flow Execute(Scope scope, TextBuilder output)
    {
        foreach (Statement statement in statements)
        {
            scope.Context.Budget.Step();
            Flow flow = statement.Execute(scope, output);
            if (flow != Flow.Next)
                return flow;
        }

        return Flow.Next;
    }
}
