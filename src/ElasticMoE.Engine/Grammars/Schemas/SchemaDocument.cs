using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Engine.Grammars.Schemas;

/// <summary>
/// A schema document: finds what references mean, and takes apart what is combined, so that every schema becomes a list of alternatives, each of
/// plain schemas that hold together.
/// </summary>
internal sealed class SchemaDocument
{
    private readonly SchemaPart _root;

    /// <param name="schema">The document.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="SchemaException">A text in it is no valid Unicode.</exception>
    public SchemaDocument(JsonElement schema, string name)
    {
        _root = new SchemaPart(schema, name + "#");
        CheckTexts(schema);
    }

    public SchemaPart Root => _root;

    /// <summary>Told of each pair of schemas of which a value may satisfy only one.</summary>
    public Action<SchemaPart, SchemaPart, SchemaException>? OnExclusive { get; set; }

    /// <summary>The alternatives of schemas that hold together.</summary>
    /// <exception cref="SchemaException">A keyword isn't supported.</exception>
    public IReadOnlyList<IReadOnlyList<SchemaPart>> Expand(IReadOnlyList<SchemaPart> together) =>
        together.Aggregate<SchemaPart, IReadOnlyList<IReadOnlyList<SchemaPart>>>([[]], (all, part) => Product(all, Expand(part, []), part));

    /// <summary>Reading a text that holds half of a surrogate pair throws; afterwards none does.</summary>
    private void CheckTexts(JsonElement element)
    {
        try
        {
            ReadTexts(element);
        }
        catch (InvalidOperationException)
        {
            throw new SchemaException(_root.Path, "holds what is no valid Unicode text");
        }
    }

    private static int ReadTexts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!.Length,
        JsonValueKind.Array => element.EnumerateArray().Sum(ReadTexts),
        JsonValueKind.Object => element.EnumerateObject().Sum(entry => entry.Name.Length + ReadTexts(entry.Value)),
        _ => 0,
    };

    private IReadOnlyList<IReadOnlyList<SchemaPart>> Expand(SchemaPart part, IReadOnlyList<string> trail)
    {
        switch (part.Schema.ValueKind)
        {
            case JsonValueKind.True: return [[]];
            case JsonValueKind.False: return [];
            case JsonValueKind.Object: break;
            default: throw new SchemaException(part.Path, "is neither an object nor true or false");
        }
        if (trail.Contains(part.Path) || trail.Count > Limits.GrammarNestingMax)
            throw new SchemaException(part.Path, "refers to itself without anything between");
        SchemaKeywords.Check(part);
        IReadOnlyList<string> further = [.. trail, part.Path];
        IReadOnlyList<IReadOnlyList<SchemaPart>> all = [[part]];
        if (part.Text("$ref") is { } reference)
            all = Product(all, Expand(Resolve(part, reference), further), part);
        foreach (SchemaPart item in part.Children("allOf") ?? [])
            all = Product(all, Expand(item, further), part);
        if (part.Children("anyOf") is { } any)
            all = Product(all, [.. any.SelectMany(option => Expand(option, further))], part);
        if (part.Children("oneOf") is { } one)
        {
            all = Product(all, [.. one.SelectMany(option => Expand(option, further))], part);
            Exclude(part, one);
        }
        return all;
    }

    private void Exclude(SchemaPart part, IReadOnlyList<SchemaPart> options)
    {
        if (options.Count > Limits.GrammarAlternativesMax)
            throw part.Refuse("oneOf", $"has more than {Limits.GrammarAlternativesMax} alternatives");
        for (int i = 0; i < options.Count; i++)
        {
            for (int j = 0; j < i; j++)
                OnExclusive?.Invoke(options[j], options[i], part.Refuse("oneOf", $"a value may satisfy both alternative {j} and {i}; say anyOf, or tell them apart by a required constant"));
        }
    }

    private static IReadOnlyList<IReadOnlyList<SchemaPart>> Product(IReadOnlyList<IReadOnlyList<SchemaPart>> first, IReadOnlyList<IReadOnlyList<SchemaPart>> second, SchemaPart part)
    {
        if ((long)first.Count * second.Count > Limits.GrammarAlternativesMax)
            throw new SchemaException(part.Path, $"has more than {Limits.GrammarAlternativesMax} alternatives");
        return [.. first.SelectMany(_ => second, (mine, its) => (IReadOnlyList<SchemaPart>)[.. mine.UnionBy(its, known => known.Path)])];
    }

    private SchemaPart Resolve(SchemaPart from, string reference)
    {
        if (!reference.StartsWith('#') || (reference.Length > 1 && reference[1] != '/'))
            throw from.Refuse("$ref", $"'{reference}' is no pointer into this document");
        SchemaPart at = _root;
        foreach (string step in Uri.UnescapeDataString(reference).Split('/').Skip(1))
        {
            string name = step.Replace("~1", "/").Replace("~0", "~");
            at = at.Child(name) ?? (at.Schema.ValueKind == JsonValueKind.Array && int.TryParse(name, out int index) && index >= 0 && index < at.Schema.GetArrayLength()
                ? new SchemaPart(at.Schema[index], at.PathOf(name))
                : throw from.Refuse("$ref", $"'{reference}' leads nowhere"));
        }
        return at;
    }
}
