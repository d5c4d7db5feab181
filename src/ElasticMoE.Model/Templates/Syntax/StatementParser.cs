using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Statements;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>Parses the statements in tags.</summary>
internal sealed class StatementParser
{
    private readonly Parser bodies;
    private readonly TokenStream tokens;
    private readonly ExpressionParser expressions;
    private readonly Nesting nesting;
    private readonly TargetParser targets;
    private readonly MacroParser macros;

    // Loops around the current tag within its macro; only there may `break` stand.
    private int breakableLoops;

    public StatementParser(Parser bodies, TokenStream tokens, ExpressionParser expressions, Nesting nesting, SpecialNames specialNames)
    {
        this.bodies = bodies;
        this.tokens = tokens;
        this.expressions = expressions;
        this.nesting = nesting;
        targets = new TargetParser(tokens, expressions.Primaries);
        macros = new MacroParser(tokens, expressions, nesting, specialNames);
    }

    public Statement[] Parse()
    {
        Token token = tokens.Expect(TokenKind.Name, "tag name");
        return token.Text switch
        {
            "print" => ParsePrint(),
            "if" => [ParseIf()],
            "for" => [ParseFor()],
            "set" => [ParseSet()],
            "with" => [ParseWith()],
            "filter" => [ParseFilterBlock()],
            "macro" => [macros.ParseMacro(ParseCallableBody)],
            "call" => [macros.ParseCallBlock(ParseCallableBody)],
            "generation" => [new GenerationStatement(ParseCallableBody("endgeneration"))],
            "break" or "continue" => [ParseLoopControl(token)],
            "include" or "import" or "from" or "extends" or "block" or "autoescape" =>
                throw new SourceFault(token.Line, $"the tag '{token.Text}' is not supported in chat templates"),
            _ => throw new SourceFault(token.Line, $"Encountered unknown tag '{token.Text}'."),
        };
    }

    private Statement[] ParsePrint()
    {
        var parts = new List<Statement>();
        while (tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (parts.Count > 0)
                tokens.ExpectOperator(",");
            parts.Add(new PrintStatement(expressions.Parse()));
        }

        return [.. parts];
    }

    private IfStatement ParseIf()
    {
        var branches = new List<(Expression, Body)>();
        do
        {
            Expression test = expressions.Primaries.ParseTuple(withConditional: false);
            branches.Add((test, bodies.ParseBody("elif", "else", "endif")));
        }
        while (tokens.SkipName("elif"));

        Body otherwise = tokens.Take().IsName("else") ? ParseClosed("endif") : Body.Empty;
        return new IfStatement([.. branches], otherwise);
    }

    private ForStatement ParseFor()
    {
        targets.OpenLoops++;
        Target target = targets.Parse(withNamespace: false, endName: "in");
        tokens.ExpectName("in");
        Expression source = expressions.Primaries.ParseTuple(withConditional: false, endName: "recursive");
        Expression? test = tokens.SkipName("if") ? expressions.Parse() : null;
        bool recursive = tokens.SkipName("recursive");
        breakableLoops++;
        Body body = nesting.Measure(() => bodies.ParseBody("endfor", "else"), out int levels);
        breakableLoops--;
        Body otherwise = tokens.Take().IsName("else") ? ParseClosed("endfor") : Body.Empty;
        targets.OpenLoops--;
        int nestingOfCalls = recursive ? levels + MacroParser.CallLevels : 0;
        return new ForStatement(target, source, test, body, otherwise) { RecursiveNesting = nestingOfCalls };
    }

    private Statement ParseSet()
    {
        Target target = targets.Parse(withNamespace: true);
        if (tokens.SkipOperator("="))
            return new SetStatement(target, expressions.Primaries.ParseTuple());
        var filters = new List<FilterStep>();
        while (tokens.SkipOperator("|"))
            filters.Add(expressions.Primaries.ParseFilterStep());
        return new SetBlockStatement(target, [.. filters], ParseClosed("endset"));
    }

    private WithStatement ParseWith()
    {
        var variables = new List<(Target, Expression)>();
        while (tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (variables.Count > 0)
                tokens.ExpectOperator(",");
            Target target = targets.Parse(withNamespace: false);
            tokens.ExpectOperator("=");
            variables.Add((target, expressions.Parse()));
        }

        return new WithStatement([.. variables], ParseClosed("endwith"));
    }

    private FilterBlockStatement ParseFilterBlock()
    {
        var filters = new List<FilterStep>();
        do
        {
            filters.Add(expressions.Primaries.ParseFilterStep());
        }
        while (tokens.SkipOperator("|"));

        return new FilterBlockStatement([.. filters], ParseClosed("endfilter"));
    }

    private LoopControlStatement ParseLoopControl(Token token)
    {
        if (breakableLoops == 0)
            throw new SourceFault(token.Line, $"'{token.Text}' outside loop");
        return new LoopControlStatement(token.Text == "break" ? Flow.Break : Flow.Continue);
    }

    /// <summary>A body that runs as a function of its own, so that no `break` reaches out of it.</summary>
    private Body ParseCallableBody(string endName)
    {
        int loops = breakableLoops;
        breakableLoops = 0;
        Body body = ParseClosed(endName);
        breakableLoops = loops;
        return body;
    }

    private Body ParseClosed(string endName)
    {
        Body body = bodies.ParseBody(endName);
        tokens.Take();
        return body;
    }
}
