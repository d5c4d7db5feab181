using ElasticMoE.Model.Templates.Expressions;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>Parses a call's arguments: by place, then by name, `*list`, `**dictionary`.</summary>
internal sealed class ArgumentParser(TokenStream tokens, ExpressionParser expressions)
{
    private readonly List<Expression> positional = [];
    private readonly List<(string Name, Expression Value)> named = [];
    private Expression? rest;
    private Expression? restNamed;

    public ArgumentList Parse()
    {
        int line = tokens.ExpectOperator("(").Line;
        while (!tokens.SkipOperator(")"))
        {
            ParseOne(line);
            if (!tokens.Current.IsOperator(")"))
                tokens.ExpectOperator(",");
        }

        return new ArgumentList([.. positional], [.. named], rest, restNamed);
    }

    private void ParseOne(int line)
    {
        if (tokens.SkipOperator("*"))
        {
            Ensure(rest is null && restNamed is null, line);
            rest = expressions.Parse();
        }
        else if (tokens.SkipOperator("**"))
        {
            Ensure(restNamed is null, line);
            restNamed = expressions.Parse();
        }
        else if (tokens.Current.Kind == TokenKind.Name && tokens.Look.IsOperator("="))
        {
            Ensure(restNamed is null, line);
            string name = tokens.Take().Text;
            tokens.Take();
            Ensure(!named.Exists(argument => argument.Name == name), line);
            named.Add((name, expressions.Parse()));
        }
        else
        {
            Ensure(rest is null && restNamed is null && named.Count == 0, line);
            positional.Add(expressions.Parse());
        }
    }

    private static void Ensure(bool holds, int line)
    {
        if (!holds)
            throw new SourceFault(line, "invalid syntax for function call expression");
    }
}
