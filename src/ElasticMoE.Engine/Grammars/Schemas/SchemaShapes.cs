using ElasticMoE.Engine.Grammars.Json;
using ElasticMoE.Engine.Grammars.Patterns;
using ElasticMoE.Engine.Grammars.Syntax;

namespace ElasticMoE.Engine.Grammars.Schemas;

/// <summary>The values of each type that satisfy plain schemas together.</summary>
/// <param name="texts">How JSON is written.</param>
/// <param name="ruleOf">The rule of schemas that hold together.</param>
internal sealed class SchemaShapes(JsonTexts texts, Func<IReadOnlyList<SchemaPart>, RuleNode> ruleOf)
{
    private readonly ObjectShape _objects = new(texts, ruleOf);
    private readonly ArrayShape _arrays = new(texts, ruleOf);

    public GrammarNode Of(IReadOnlyList<SchemaPart> parts, JsonTypes types)
    {
        var options = new List<GrammarNode>();
        if (types.HasFlag(JsonTypes.Object))
            options.Add(_objects.Of(parts));
        if (types.HasFlag(JsonTypes.Array))
            options.Add(_arrays.Of(parts));
        if (types.HasFlag(JsonTypes.String))
            options.Add(StringOf(parts));
        if (types.HasFlag(JsonTypes.Integer))
            options.Add(NumberOf(parts, integers: !types.HasFlag(JsonTypes.Fraction)));
        if (types.HasFlag(JsonTypes.Boolean))
            options.Add(new ChoiceNode(BytesNode.Of("true"), BytesNode.Of("false")));
        if (types.HasFlag(JsonTypes.Null))
            options.Add(BytesNode.Of("null"));
        return new ChoiceNode(options);
    }

    private static GrammarNode NumberOf(IReadOnlyList<SchemaPart> parts, bool integers)
    {
        NumberBounds bounds = NumberKeywords.Read(parts).Bounds(integers);
        return StringPatterns.Guard(parts.FirstOrDefault(part => part.Find("multipleOf") is not null) ?? parts.FirstOrDefault(), "multipleOf", () => JsonNumbers.Of(bounds));
    }

    private GrammarNode StringOf(IReadOnlyList<SchemaPart> parts)
    {
        int min = parts.Select(part => part.Count("minLength") ?? 0).DefaultIfEmpty().Max();
        int? max = parts.Select(part => part.Count("maxLength")).Min();
        if (max < min)
            return GrammarNode.Never;
        CharacterAutomaton? all = null;
        foreach (SchemaPart part in parts)
        {
            foreach (CharacterAutomaton pattern in StringPatterns.Of(part))
                all = all is null ? pattern : StringPatterns.Guard(part, "pattern", () => all.And(pattern));
        }
        if (all is null)
            return texts.Strings.OfLength(min, max);
        if (min == 0 && max is null)
            return texts.Strings.Of(all);
        SchemaPart bounded = parts.First(part => part.Find(max is null ? "minLength" : "maxLength") is not null);
        return StringPatterns.Guard(bounded, max is null ? "minLength" : "maxLength", () => texts.Strings.Of(all.And(CharacterAutomaton.OfLength(min, max))));
    }
}
