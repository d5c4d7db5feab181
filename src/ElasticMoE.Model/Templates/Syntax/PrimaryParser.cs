using System.Text;
using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>Parses literals, names and bracketed expressions, and what may follow them: attributes, items, calls, filters, tests.</summary>
internal sealed class PrimaryParser(TokenStream tokens, ExpressionParser expressions, SpecialNames specialNames)
{
    private static readonly ConstantExpression NoBound = new(TemplateValue.None, 0);

    public Expression Parse()
    {
        Token token = tokens.Current;
        return token.Kind switch
        {
            TokenKind.Name => ParseName(tokens.Take()),
            TokenKind.String => new ConstantExpression(new StringValue(ParseStrings()), token.Line),
            TokenKind.Integer or TokenKind.Float => new ConstantExpression(tokens.Take().Number!, token.Line),
            TokenKind.Operator when token.Text == "(" => ParseParentheses(),
            TokenKind.Operator when token.Text == "[" => new SequenceExpression([.. ParseItems("[", "]")], false, token.Line),
            TokenKind.Operator when token.Text == "{" => ParseDictionary(),
            _ => throw new SourceFault(token.Line, $"unexpected '{token.Describe()}'"),
        };
    }

    public Expression ParsePostfix(Expression value) => expressions.Extend(value, ReadPostfix);

    public Expression ParseFilters(Expression value) => expressions.Extend(value, ReadFilter);

    /// <summary>One filter after its bar.</summary>
    public FilterStep ParseFilterStep()
    {
        int line = tokens.Line;
        string name = ParseDottedName();
        return new FilterStep(name, tokens.Current.IsOperator("(") ? ParseArguments() : ArgumentList.None, line);
    }

    /// <summary>Expressions with commas between them make a tuple; a single one without a comma is itself.</summary>
    /// <param name="withConditional">Whether `x if y` may occur.</param>
    /// <param name="endName">A name that ends the tuple.</param>
    /// <param name="mayBeEmpty">Whether nothing at all is an empty tuple.</param>
    /// <param name="item">Parses one item, where not any expression will do.</param>
    public Expression ParseTuple(
        bool withConditional = true, string? endName = null, bool mayBeEmpty = false, Func<Expression>? item = null)
    {
        int line = tokens.Line;
        var items = new List<Expression>();
        bool isTuple = false;
        while (!AtTupleEnd(endName))
        {
            items.Add(item is null ? expressions.Parse(withConditional) : item());
            if (!tokens.SkipOperator(","))
                break;
            isTuple = true;
        }

        if (!isTuple && items.Count == 1)
            return items[0];
        if (!isTuple && !mayBeEmpty)
            throw new SourceFault(line, $"Expected an expression, got '{tokens.Current.Describe()}'");
        return new SequenceExpression([.. items], true, line);
    }

    private bool AtTupleEnd(string? endName) =>
        tokens.Current.Kind is TokenKind.PrintEnd or TokenKind.BlockEnd || tokens.Current.IsOperator(")")
        || (endName is not null && tokens.Current.IsName(endName));

    private Expression ParseName(Token token)
    {
        TemplateValue? constant = token.Text switch
        {
            "true" or "True" => BooleanValue.True,
            "false" or "False" => BooleanValue.False,
            "none" or "None" => TemplateValue.None,
            _ => null,
        };
        if (constant is not null)
            return new ConstantExpression(constant, token.Line);
        specialNames.Note(token.Text);
        return new NameExpression(token.Text, token.Line);
    }

    private string ParseStrings()
    {
        string first = tokens.Take().Text;
        if (tokens.Current.Kind != TokenKind.String)
            return first;
        var text = new StringBuilder(first);
        while (tokens.Current.Kind == TokenKind.String)
            text.Append(tokens.Take().Text);
        return text.ToString();
    }

    private Expression ParseParentheses()
    {
        tokens.Take();
        Expression inside = ParseTuple(mayBeEmpty: true);
        tokens.ExpectOperator(")");
        return inside;
    }

    private List<Expression> ParseItems(string open, string close)
    {
        tokens.ExpectOperator(open);
        var items = new List<Expression>();
        while (!tokens.SkipOperator(close))
        {
            items.Add(expressions.Parse());
            if (!tokens.Current.IsOperator(close))
                tokens.ExpectOperator(",");
        }

        return items;
    }

    private DictionaryExpression ParseDictionary()
    {
        int line = tokens.ExpectOperator("{").Line;
        var entries = new List<(Expression, Expression)>();
        while (!tokens.SkipOperator("}"))
        {
            Expression key = expressions.Parse();
            tokens.ExpectOperator(":");
            entries.Add((key, expressions.Parse()));
            if (!tokens.Current.IsOperator("}"))
                tokens.ExpectOperator(",");
        }

        return new DictionaryExpression([.. entries], line);
    }

    private Expression? ReadPostfix(Expression owner)
    {
        Token token = tokens.Current;
        if (token.Kind != TokenKind.Operator)
            return null;
        return token.Text switch
        {
            "." => ReadAttribute(owner),
            "[" => ReadSubscript(owner),
            "(" => new CallExpression(owner, ParseArguments(), token.Line),
            _ => null,
        };
    }

    private Expression ReadAttribute(Expression owner)
    {
        int line = tokens.Take().Line;
        Token name = tokens.Take();
        return name.Kind switch
        {
            TokenKind.Name => new AttributeExpression(owner, name.Text, line),
            TokenKind.Integer => new ItemExpression(owner, new ConstantExpression(name.Number!, name.Line), line),
            _ => throw new SourceFault(name.Line, "expected name or number"),
        };
    }

    private Expression ReadSubscript(Expression owner)
    {
        int line = tokens.Take().Line;
        var keys = new List<Expression>();
        Expression[]? slice = null;
        while (!tokens.SkipOperator("]"))
        {
            if (keys.Count > 0 || slice is not null)
                tokens.ExpectOperator(",");
            if (slice is not null || (slice = ReadSlice(keys)) is not null && keys.Count > 0)
                throw new SourceFault(line, "a slice among several keys is not supported");
        }

        if (slice is not null)
            return new SliceExpression(owner, slice, line);
        return new ItemExpression(owner, keys.Count == 1 ? keys[0] : new SequenceExpression([.. keys], true, line), line);
    }

    /// <summary>A slice's bounds, or null where one key was read, which is added to the keys.</summary>
    private Expression[]? ReadSlice(List<Expression> keys)
    {
        Expression from = tokens.Current.IsOperator(":") ? NoBound : expressions.Parse();
        if (!tokens.SkipOperator(":"))
        {
            keys.Add(from);
            return null;
        }

        Expression to = AtBoundEnd() ? NoBound : expressions.Parse();
        Expression step = tokens.SkipOperator(":") && !AtBoundEnd() ? expressions.Parse() : NoBound;
        return [from, to, step];
    }

    private bool AtBoundEnd() => tokens.Current.IsOperator(":") || tokens.Current.IsOperator("]") || tokens.Current.IsOperator(",");

    private Expression? ReadFilter(Expression value)
    {
        int line = tokens.Line;
        if (tokens.SkipOperator("|"))
            return new FilterExpression(value, ParseFilterStep(), line);
        if (tokens.SkipName("is"))
            return ReadTest(value, line);
        return tokens.Current.IsOperator("(") ? new CallExpression(value, ParseArguments(), line) : null;
    }

    private Expression ReadTest(Expression value, int line)
    {
        bool negated = tokens.SkipName("not");
        string name = ParseDottedName();
        var test = new TestExpression(value, name, ReadTestArguments(), line);
        return negated ? new UnaryExpression(UnaryOperator.Not, test, line) : test;
    }

    private ArgumentList ReadTestArguments()
    {
        Token next = tokens.Current;
        if (next.IsOperator("("))
            return ParseArguments();
        bool begins = next.Kind is TokenKind.Name or TokenKind.String or TokenKind.Integer or TokenKind.Float
            || next.IsOperator("[") || next.IsOperator("{");
        if (!begins || next.IsName("else") || next.IsName("or") || next.IsName("and"))
            return ArgumentList.None;
        if (next.IsName("is"))
            throw new SourceFault(next.Line, "You cannot chain multiple tests with is");
        return new ArgumentList([ParsePostfix(Parse())], [], null, null);
    }

    private string ParseDottedName()
    {
        string name = tokens.Expect(TokenKind.Name, "name").Text;
        while (tokens.SkipOperator("."))
            name += "." + tokens.Expect(TokenKind.Name, "name").Text;
        return name;
    }

    private ArgumentList ParseArguments() => new ArgumentParser(tokens, expressions).Parse();
}
