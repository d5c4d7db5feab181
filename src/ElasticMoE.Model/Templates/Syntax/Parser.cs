using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Statements;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>Parses a template's source: text, tags and the statements in them.</summary>
internal sealed class Parser
{
    private readonly TokenStream tokens;
    private readonly Nesting nesting = new();
    private readonly StatementParser statements;
    private readonly ExpressionParser expressions;

    private Parser(string source)
    {
        tokens = new TokenStream(Lexer.Split(source));
        var specialNames = new SpecialNames();
        expressions = new ExpressionParser(tokens, nesting, specialNames);
        statements = new StatementParser(this, tokens, expressions, nesting, specialNames);
    }

    /// <summary>The whole template, its names bound.</summary>
    public static Template Parse(string source, Library library)
    {
        var parser = new Parser(source);
        Body body = parser.ParseUntil([]);
        var symbols = new Symbols(null);
        body.Visit(symbols);
        body.Bind(new Frame(symbols, library, Soft: false));
        return new Template(body, symbols.ToPlan());
    }

    /// <summary>A tag's body, up to the tag that ends it; the name of that tag is the current token afterwards.</summary>
    public Body ParseBody(params string[] endNames)
    {
        tokens.SkipOperator(":");
        tokens.Expect(TokenKind.BlockEnd, "end of statement block");
        Body body = ParseUntil(endNames);
        if (tokens.Current.Kind == TokenKind.End)
            throw new SourceFault(tokens.Line, $"Unexpected end of template. Looking for {string.Join(" or ", endNames)}.");
        return body;
    }

    private Body ParseUntil(string[] endNames)
    {
        var body = new List<Statement>();
        while (tokens.Current.Kind != TokenKind.End)
        {
            Token token = tokens.Take();
            if (token.Kind == TokenKind.Text)
                body.Add(new TextStatement(token.Text));
            else if (token.Kind == TokenKind.PrintBegin)
                body.Add(ParsePrint());
            else if (tokens.Current.Kind == TokenKind.Name && endNames.Contains(tokens.Current.Text))
                break;
            else
                body.AddRange(ParseTag());
        }

        return new Body([.. body]);
    }

    private PrintStatement ParsePrint()
    {
        var print = new PrintStatement(expressions.Primaries.ParseTuple());
        tokens.Expect(TokenKind.PrintEnd, "end of print statement");
        return print;
    }

    private Statement[] ParseTag()
    {
        nesting.Enter(tokens.Line);
        Statement[] parsed = statements.Parse();
        nesting.Leave();
        tokens.Expect(TokenKind.BlockEnd, "end of statement block");
        return parsed;
    }
}
