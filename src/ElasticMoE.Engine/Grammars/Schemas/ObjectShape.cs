using ElasticMoE.Contracts;
using ElasticMoE.Engine.Grammars.Json;
using ElasticMoE.Engine.Grammars.Syntax;

namespace ElasticMoE.Engine.Grammars.Schemas;

/// <summary>Objects: their properties in the order in which they are declared, then others where they are allowed.</summary>
internal sealed class ObjectShape(JsonTexts texts, Func<IReadOnlyList<SchemaPart>, RuleNode> ruleOf)
{
    private readonly GrammarNode _open = BytesNode.Of("{"), _close = BytesNode.Of("}"), _comma = BytesNode.Of(",");

    public GrammarNode Of(IReadOnlyList<SchemaPart> parts)
    {
        var keywords = new ObjectKeywords(parts);
        if (keywords.Names.Count > Limits.GrammarPropertiesMax)
            throw keywords.Refuse("properties", $"names more than {Limits.GrammarPropertiesMax}");
        (string Name, GrammarNode Pair, bool IsRequired)[] named = [.. keywords.Names.Select(name => (name, Pair(name, keywords), keywords.Required.Contains(name)))];
        IReadOnlyList<SchemaPart>? others = keywords.Others();
        GrammarNode? other = others is null ? null : new SequenceNode(texts.Strings.Except(keywords.Names), BytesNode.Of(":"), texts.Blank, ruleOf(others));
        (int least, int? most, bool mayBeEmpty) = CountOthers(keywords, named.Count(entry => !entry.IsRequired));
        if (most < least || (other is null && least > 0))
            return GrammarNode.Never;
        GrammarNode end = new SequenceNode(texts.Blank, _close);
        GrammarNode further = other is null ? end : new SequenceNode(new RepeatNode(new SequenceNode(_comma, texts.Blank, other), least, most), end);
        GrammarNode first = other is null || most == 0
            ? GrammarNode.Never
            : new SequenceNode(other, new RepeatNode(new SequenceNode(_comma, texts.Blank, other), Math.Max(0, least - 1), most - 1), end);
        GrammarNode none = new ChoiceNode(first, mayBeEmpty && least == 0 ? _close : GrammarNode.Never);
        foreach ((_, GrammarNode pair, bool isRequired) in named.Reverse())
        {
            GrammarNode begun = new SequenceNode(pair, further);
            none = isRequired ? begun : new ChoiceNode(begun, none);
            GrammarNode goesOn = new SequenceNode(_comma, texts.Blank, pair, further);
            further = isRequired ? goesOn : new ChoiceNode(goesOn, further);
        }
        return new NestNode(new SequenceNode(_open, texts.Blank, none));
    }

    private GrammarNode Pair(string name, ObjectKeywords keywords) =>
        keywords.PropertyOf(name) is { } schemas ? new SequenceNode(texts.Name(name), ruleOf(schemas)) : GrammarNode.Never;

    /// <summary>How many properties beside the named ones, and whether there may be none at all.</summary>
    private static (int Least, int? Most, bool MayBeEmpty) CountOthers(ObjectKeywords keywords, int optional)
    {
        int required = keywords.Names.Count - optional;
        int missing = Math.Max(0, keywords.Min - required);
        if (optional > 0 && missing > (required == 0 ? 1 : 0))
            throw keywords.Refuse("minProperties", "above the number of required properties is not supported beside optional ones");
        if (keywords.Max < keywords.Names.Count && optional > 0)
            throw keywords.Refuse("maxProperties", "below the number of named properties is not supported beside optional ones");
        return (optional > 0 ? 0 : missing, keywords.Max - keywords.Names.Count, missing == 0);
    }
}
