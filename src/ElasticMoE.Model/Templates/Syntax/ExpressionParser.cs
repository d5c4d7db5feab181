using ElasticMoE.Model.Templates.Expressions;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>
/// Parses expressions, loosest binding first: if-else, or, and, not, comparisons, + -, ~, * / // %, **, signs, filters and tests.
/// </summary>
internal sealed class ExpressionParser
{
    private readonly TokenStream tokens;
    private readonly Nesting nesting;

    public ExpressionParser(TokenStream tokens, Nesting nesting, SpecialNames specialNames)
    {
        this.tokens = tokens;
        this.nesting = nesting;
        Primaries = new PrimaryParser(tokens, this, specialNames);
    }

    public PrimaryParser Primaries { get; }

    public Expression Parse(bool withConditional = true)
    {
        nesting.Enter(tokens.Line);
        Expression parsed = withConditional ? ParseConditional() : ParseOr();
        nesting.Leave();
        return parsed;
    }

    /// <summary>Extends an expression to the right as long as a step finds something to add; each step nests one level deeper.</summary>
    public Expression Extend(Expression left, Func<Expression, Expression?> step)
    {
        int levels = 0;
        for (; step(left) is Expression longer; levels++)
        {
            nesting.Enter(tokens.Line);
            left = longer;
        }

        nesting.Leave(levels);
        return left;
    }

    /// <summary>A sign's or a primary's value with what follows: attributes, items, calls and, where wanted, filters and tests.</summary>
    public Expression ParseUnary(bool withFilter = true)
    {
        int line = tokens.Line;
        Expression value;
        if (tokens.SkipOperator("-"))
            value = new UnaryExpression(UnaryOperator.Negate, Deeper(() => ParseUnary(false)), line);
        else if (tokens.SkipOperator("+"))
            value = new UnaryExpression(UnaryOperator.Positive, Deeper(() => ParseUnary(false)), line);
        else
            value = Primaries.Parse();
        value = Primaries.ParsePostfix(value);
        return withFilter ? Primaries.ParseFilters(value) : value;
    }

    private Expression ParseConditional()
    {
        return Extend(ParseOr(), value =>
        {
            int line = tokens.Line;
            if (!tokens.SkipName("if"))
                return null;
            Expression test = ParseOr();
            Expression? other = tokens.SkipName("else") ? Deeper(ParseConditional) : null;
            return new ConditionalExpression(test, value, other, line);
        });
    }

    private Expression ParseOr() => Extend(ParseAnd(), left =>
    {
        int line = tokens.Line;
        return tokens.SkipName("or") ? new LogicalExpression(false, left, ParseAnd(), line) : null;
    });

    private Expression ParseAnd() => Extend(ParseNot(), left =>
    {
        int line = tokens.Line;
        return tokens.SkipName("and") ? new LogicalExpression(true, left, ParseNot(), line) : null;
    });

    private Expression ParseNot()
    {
        int line = tokens.Line;
        return tokens.SkipName("not") ? new UnaryExpression(UnaryOperator.Not, Deeper(ParseNot), line) : ParseCompare();
    }

    private Expression ParseCompare()
    {
        int line = tokens.Line;
        Expression first = ParseSum();
        var rest = new List<(CompareOperator, Expression)>();
        while (ReadCompareOperator() is CompareOperator symbol)
            rest.Add((symbol, ParseSum()));
        return rest.Count == 0 ? first : new CompareExpression(first, [.. rest], line);
    }

    private CompareOperator? ReadCompareOperator()
    {
        CompareOperator? symbol = CompareOperatorOf(tokens.Current);
        if (symbol is null)
            return null;
        if (symbol == CompareOperator.NotIn && !tokens.Look.IsName("in"))
            return null;
        tokens.Take();
        if (symbol == CompareOperator.NotIn)
            tokens.Take();
        return symbol;
    }

    private static CompareOperator? CompareOperatorOf(Token token) => (token.Kind, token.Text) switch
    {
        (TokenKind.Operator, "==") => CompareOperator.Equal,
        (TokenKind.Operator, "!=") => CompareOperator.NotEqual,
        (TokenKind.Operator, "<") => CompareOperator.Less,
        (TokenKind.Operator, "<=") => CompareOperator.LessOrEqual,
        (TokenKind.Operator, ">") => CompareOperator.Greater,
        (TokenKind.Operator, ">=") => CompareOperator.GreaterOrEqual,
        (TokenKind.Name, "in") => CompareOperator.In,
        (TokenKind.Name, "not") => CompareOperator.NotIn,
        _ => null,
    };

    private Expression ParseSum() => Extend(ParseConcat(), left =>
    {
        int line = tokens.Line;
        if (tokens.SkipOperator("+"))
            return new BinaryExpression(BinaryOperator.Add, left, ParseConcat(), line);
        return tokens.SkipOperator("-") ? new BinaryExpression(BinaryOperator.Subtract, left, ParseConcat(), line) : null;
    });

    private Expression ParseConcat()
    {
        int line = tokens.Line;
        var parts = new List<Expression> { ParseProduct() };
        while (tokens.SkipOperator("~"))
            parts.Add(ParseProduct());
        return parts.Count == 1 ? parts[0] : new ConcatExpression([.. parts], line);
    }

    private Expression ParseProduct() => Extend(ParsePower(), left =>
    {
        int line = tokens.Line;
        BinaryOperator? symbol = tokens.Current.Kind != TokenKind.Operator ? null : tokens.Current.Text switch
        {
            "*" => BinaryOperator.Multiply,
            "/" => BinaryOperator.Divide,
            "//" => BinaryOperator.FloorDivide,
            "%" => BinaryOperator.Modulo,
            _ => null,
        };
        if (symbol is not BinaryOperator found)
            return null;
        tokens.Take();
        return new BinaryExpression(found, left, ParsePower(), line);
    });

    private Expression ParsePower() => Extend(ParseUnary(), left =>
    {
        int line = tokens.Line;
        return tokens.SkipOperator("**") ? new BinaryExpression(BinaryOperator.Power, left, ParseUnary(), line) : null;
    });

    private Expression Deeper(Func<Expression> parse)
    {
        nesting.Enter(tokens.Line);
        Expression parsed = parse();
        nesting.Leave();
        return parsed;
    }
}
