using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Engine.Grammars.Json;
using ElasticMoE.Engine.Grammars.Syntax;

namespace ElasticMoE.Engine.Grammars.Schemas;

/// <summary>
/// Turns a JSON schema into a grammar of documents that satisfy it. Each set of schemas that hold together at some place becomes one rule,
/// so that schemas may refer to themselves. The grammar may allow fewer documents than the schema, never others.
/// </summary>
internal sealed class SchemaCompiler
{
    private readonly JsonTexts _texts;
    private readonly SchemaDocument _document;
    private readonly SchemaShapes _shapes;
    private readonly Dictionary<string, RuleNode> _rules = [];
    private readonly Queue<(RuleNode Rule, IReadOnlyList<SchemaPart> Parts)> _pending = new();
    private readonly List<(RuleNode Both, SchemaException Otherwise)> _exclusive = [];

    private SchemaCompiler(SchemaDocument document, JsonTexts texts)
    {
        (_document, _texts) = (document, texts);
        _shapes = new SchemaShapes(texts, RuleOf);
        document.OnExclusive = (first, second, otherwise) => _exclusive.Add((RuleOf([first, second]), otherwise));
    }

    /// <summary>The grammar of a schema's documents.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="texts">How JSON is written.</param>
    /// <exception cref="SchemaException">The schema asks for what can't be promised.</exception>
    public static RuleNode Compile(JsonElement schema, string name, JsonTexts texts)
    {
        var self = new SchemaCompiler(new SchemaDocument(schema, name), texts);
        RuleNode root = self.RuleOf([self._document.Root]);
        while (self._pending.TryDequeue(out (RuleNode Rule, IReadOnlyList<SchemaPart> Parts) next))
            next.Rule.Body = self.BodyOf(next.Parts);
        var levels = new NodeLevels([root, .. self._exclusive.Select(pair => pair.Both)]);
        if (self._exclusive.Find(pair => levels.Of(pair.Both) != NodeLevels.Never) is { Otherwise: { } refused })
            throw refused;
        return levels.Of(root) != NodeLevels.Never ? root : throw new SchemaException(self._document.Root.Path, $"no document of at most {Limits.GrammarNestingMax} levels satisfies it");
    }

    private RuleNode RuleOf(IReadOnlyList<SchemaPart> parts)
    {
        string key = string.Join('\n', parts.Select(part => part.Path).Order(StringComparer.Ordinal));
        if (!_rules.TryGetValue(key, out RuleNode? rule))
        {
            if (_rules.Count >= Limits.GrammarRulesMax)
                throw new SchemaException(_document.Root.Path, $"has more than {Limits.GrammarRulesMax} different places");
            _rules[key] = rule = new RuleNode();
            _pending.Enqueue((rule, parts));
        }
        return rule;
    }

    private ChoiceNode BodyOf(IReadOnlyList<SchemaPart> parts) => new([.. _document.Expand(parts).Select(AlternativeOf)]);

    private GrammarNode AlternativeOf(IReadOnlyList<SchemaPart> parts)
    {
        JsonTypes types = parts.Aggregate(JsonTypes.All, (all, part) => all & SchemaKeywords.TypesOf(part));
        return LiteralsOf(parts, types) ?? _shapes.Of(parts, types);
    }

    /// <summary>The values that are listed, where any schema lists values.</summary>
    private GrammarNode? LiteralsOf(IReadOnlyList<SchemaPart> parts, JsonTypes types)
    {
        IReadOnlyList<JsonElement>? values = null;
        foreach (SchemaPart part in parts)
        {
            if (part.Find("enum") is { } listed)
                values = Among(values, listed.ValueKind == JsonValueKind.Array ? [.. listed.EnumerateArray()] : throw part.Refuse("enum", "is no array"));
            if (part.Find("const") is { } only)
                values = Among(values, [only]);
        }
        if (values is null)
            return null;
        if (parts.FirstOrDefault(part => part.Schema.EnumerateObject().Any(entry => SchemaKeywords.IsBound(entry.Name))) is not null)
            return new ChoiceNode([.. values.Select(value => SchemaLiteral.Check(value, parts, types) ? _texts.AnyOf([value]) : GrammarNode.Never)]);
        return _texts.AnyOf(values.Where(value => types.HasFlag(SchemaLiteral.TypeOf(value))));
    }

    private static IReadOnlyList<JsonElement> Among(IReadOnlyList<JsonElement>? known, IReadOnlyList<JsonElement> values) =>
        known is null ? values : [.. known.Where(value => values.Any(other => JsonElement.DeepEquals(value, other)))];
}
