using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Statements;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>Parses macros and call blocks.</summary>
internal sealed class MacroParser(TokenStream tokens, ExpressionParser expressions, Nesting nesting, SpecialNames specialNames)
{
    /// <summary>Levels a call itself adds to those its body nests.</summary>
    public const int CallLevels = 4;

    public MacroStatement ParseMacro(Func<string, Body> parseBody)
    {
        int line = tokens.Line;
        string name = tokens.Expect(TokenKind.Name, "name").Text;
        MacroBody body = nesting.Measure(() => ParseRest(parseBody, "endmacro", ParseSignature(), line), out int levels);
        return new MacroStatement(name, body, levels + CallLevels);
    }

    public CallBlockStatement ParseCallBlock(Func<string, Body> parseBody)
    {
        int line = tokens.Line;
        MacroParameter[] parameters = tokens.Current.IsOperator("(") ? ParseSignature() : [];
        if (expressions.Parse() is not CallExpression call)
            throw new SourceFault(line, "expected call");
        MacroBody body = nesting.Measure(() => ParseRest(parseBody, "endcall", parameters, line), out int levels);
        return new CallBlockStatement(call, body, levels + CallLevels);
    }

    private MacroBody ParseRest(Func<string, Body> parseBody, string endName, MacroParameter[] parameters, int line)
    {
        specialNames.Open();
        Body body = parseBody(endName);
        MacroTraits traits = specialNames.Close();
        foreach (MacroParameter parameter in parameters)
        {
            if (parameter.Name == "caller" && traits.HasFlag(MacroTraits.UsesCaller) && parameter.Default is null)
                throw new SourceFault(line, "the special \"caller\" argument must be omitted or be given a default.");
            if (parameter.Name != "caller")
                traits &= ~SpecialNames.Of(parameter.Name);
        }

        return new MacroBody(parameters, body, traits);
    }

    private MacroParameter[] ParseSignature()
    {
        var parameters = new List<MacroParameter>();
        tokens.ExpectOperator("(");
        while (!tokens.SkipOperator(")"))
        {
            if (parameters.Count > 0)
                tokens.ExpectOperator(",");
            parameters.Add(ParseParameter(parameters));
        }

        return [.. parameters];
    }

    private MacroParameter ParseParameter(List<MacroParameter> before)
    {
        Token name = tokens.Expect(TokenKind.Name, "name");
        if (before.Exists(parameter => parameter.Name == name.Text))
            throw new SourceFault(name.Line, $"duplicate argument '{name.Text}' in macro definition");
        if (tokens.SkipOperator("="))
            return new MacroParameter(name.Text, expressions.Parse());
        if (before.Count > 0 && before[^1].Default is not null)
            throw new SourceFault(name.Line, "non-default argument follows default argument");
        return new MacroParameter(name.Text, null);
    }
}
