using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Engine.Grammars.Json;
using ElasticMoE.Engine.Grammars.Syntax;

namespace ElasticMoE.Engine.Grammars.Schemas;

/// <summary>Arrays: first the items that have schemas of their own, then the rest.</summary>
internal sealed class ArrayShape(JsonTexts texts, Func<IReadOnlyList<SchemaPart>, RuleNode> ruleOf)
{
    private readonly GrammarNode _open = BytesNode.Of("["), _close = BytesNode.Of("]"), _comma = BytesNode.Of(",");

    public GrammarNode Of(IReadOnlyList<SchemaPart> parts)
    {
        int min = parts.Select(part => part.Count("minItems") ?? 0).DefaultIfEmpty().Max();
        int? max = parts.Select(part => part.Count("maxItems")).Min();
        IReadOnlyList<SchemaPart>[] heads = [.. parts.Select(HeadsOf)];
        int count = heads.Select(head => head.Count).DefaultIfEmpty().Max();
        if (count > Limits.GrammarPropertiesMax)
            throw new SchemaException(parts[0].Path, $"names more than {Limits.GrammarPropertiesMax} items");
        GrammarNode rest = ItemAt(parts, heads, count, isRest: true);
        // Where some items have schemas of their own and nothing is said of the rest, there is none unless there must be.
        if (count > 0 && min <= count && parts.All(part => RestOf(part) is null))
            max = Math.Min(max ?? count, count);
        if (max < min)
            return GrammarNode.Never;
        GrammarNode end = new SequenceNode(texts.Blank, _close);
        GrammarNode further = max <= count ? end : new SequenceNode(new RepeatNode(new SequenceNode(_comma, texts.Blank, rest), Math.Max(0, min - Math.Max(1, count)), max - Math.Max(1, count)), end);
        int last = count == 0 ? Math.Min(1, max ?? 1) : Math.Min(count, max ?? count);
        for (int i = last - 1; i >= 0; i--)
        {
            GrammarNode item = new SequenceNode(i == 0 ? GrammarNode.Empty : new SequenceNode(_comma, texts.Blank), ItemAt(parts, heads, i, isRest: count == 0), further);
            further = i >= min ? new ChoiceNode(item, i == 0 ? _close : end) : item;
        }
        return new NestNode(new SequenceNode(_open, texts.Blank, last == 0 ? _close : further));
    }

    private static IReadOnlyList<SchemaPart> HeadsOf(SchemaPart part) =>
        part.Find("items") is { ValueKind: JsonValueKind.Array } ? part.Children("items")! : part.Children("prefixItems") ?? [];

    private static SchemaPart? RestOf(SchemaPart part) =>
        part.Find("items") is { ValueKind: JsonValueKind.Array } ? part.Child("additionalItems") : part.Child("items");

    private GrammarNode ItemAt(IReadOnlyList<SchemaPart> parts, IReadOnlyList<SchemaPart>[] heads, int index, bool isRest) =>
        ruleOf([.. parts.Select((part, i) => !isRest && index < heads[i].Count ? heads[i][index] : RestOf(part)).OfType<SchemaPart>()]);
}
