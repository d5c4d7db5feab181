using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Statements;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>Parses what a value can be assigned to: names, tuples of them and, in `set`, attributes of namespaces.</summary>
internal sealed class TargetParser(TokenStream tokens, PrimaryParser primaries)
{
    // Attributes of namespaces aren't expressions, so they are put aside while their tuple is parsed.
    private readonly Dictionary<Expression, Target> attributes = [];

    /// <summary>How many `for` statements are open, in which `loop` can't be set.</summary>
    public int OpenLoops { get; set; }

    public Target Parse(bool withNamespace, string? endName = null)
    {
        attributes.Clear();
        int line = tokens.Line;
        Expression parsed = primaries.ParseTuple(endName: endName, item: withNamespace ? ParseItem : primaries.Parse);
        return Convert(parsed, line);
    }

    public string ParseName() => tokens.Expect(TokenKind.Name, "name").Text;

    private Expression ParseItem()
    {
        Token token = tokens.Current;
        Expression parsed = primaries.Parse();
        if (parsed is NameExpression name && token.Kind == TokenKind.Name && tokens.SkipOperator("."))
            attributes[parsed] = new NamespaceTarget(name.Name, ParseName(), token.Line);
        return parsed;
    }

    private Target Convert(Expression parsed, int line)
    {
        if (attributes.TryGetValue(parsed, out Target? attribute))
            return attribute;
        if (parsed is SequenceExpression { IsTuple: true } tuple)
            return new TupleTarget(Array.ConvertAll(tuple.Items, item => Convert(item, line)));
        if (parsed is not NameExpression name)
            throw new SourceFault(line, "can't assign to what is no name");
        if (name.Name == "loop" && OpenLoops > 0)
            throw new SourceFault(line, "Can't assign to special loop variable in for-loop");
        return new NameTarget(name.Name);
    }
}
