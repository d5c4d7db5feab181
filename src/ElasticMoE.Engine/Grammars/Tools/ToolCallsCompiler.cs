using System.Text.Json;
using ElasticMoE.Engine.Grammars.Json;
using ElasticMoE.Engine.Grammars.Schemas;
using ElasticMoE.Engine.Grammars.Syntax;

namespace ElasticMoE.Engine.Grammars.Tools;

/// <summary>Turns the tools that may be called into a grammar of answers that call them.</summary>
/// <param name="source">The tools and how calls are written.</param>
/// <param name="texts">How JSON is written.</param>
/// <param name="specialIdOf">The special token that is spelled so, if there is one.</param>
/// <param name="hasAllBytes">Whether the vocabulary can write any byte.</param>
internal sealed class ToolCallsCompiler(ToolCallsSource source, JsonTexts texts, Func<string, int?> specialIdOf, bool hasAllBytes)
{
    private const string CallBegin = "<｜tool▁call▁begin｜>", CallEnd = "<｜tool▁call▁end｜>", Separator = "<｜tool▁sep｜>";

    /// <summary>Any object: the arguments of a tool that says nothing of them.</summary>
    private static readonly JsonElement s_anyObject = JsonElement.Parse("""{"type":"object"}""");

    /// <summary>Nothing stands before or between required calls: clients would get it as a text of its own.</summary>
    /// <exception cref="SchemaException">A tool's schema asks for what can't be promised.</exception>
    public GrammarNode Compile()
    {
        GrammarNode calls = Calls();
        if (source.IsRequired)
            return calls;
        if (source.Format is { } format)
            return new ChoiceNode(calls, new SequenceNode(texts.Blank, SchemaCompiler.Compile(format, "schema", texts)));
        return new SequenceNode(FreeText.Without(source.Begin, hasAllBytes), new ChoiceNode(GrammarNode.Empty, calls));
    }

    private GrammarNode Calls() => source.Notation switch
    {
        ToolNotation.Tagged => Several(new SequenceNode(Marker(source.Begin), texts.Blank, AnyObject(), texts.Blank, Marker(source.End)), GrammarNode.Empty),
        ToolNotation.Listed => new SequenceNode(Marker(source.Begin), texts.Blank, BytesNode.Of("["), Several(AnyObject(), new SequenceNode(BytesNode.Of(","), texts.Blank)), BytesNode.Of("]"), Marker(source.End)),
        _ => new SequenceNode(Marker(source.Begin), Several(new ChoiceNode([.. source.Tools.Select(Separated)]), GrammarNode.Empty), Marker(source.End)),
    };

    private GrammarNode Several(GrammarNode call, GrammarNode between) =>
        source.IsParallel ? new SequenceNode(call, new RepeatNode(new SequenceNode(between, call), 0, null)) : call;

    private ChoiceNode AnyObject() => new([.. source.Tools.Select(tool => (GrammarNode)new NestNode(new SequenceNode(
        BytesNode.Of("{"), texts.Blank, texts.Name("name"), BytesNode.Of(JsonSerializer.Serialize(tool.Name)), BytesNode.Of(","), texts.Blank,
        texts.Name("arguments"), Arguments(tool), texts.Blank, BytesNode.Of("}"))))]);

    private GrammarNode Separated(CallableTool tool) => source.Notation == ToolNotation.Fenced
        ? new SequenceNode(Marker(CallBegin), BytesNode.Of("function"), Marker(Separator), BytesNode.Of(tool.Name + "\n```json\n"), Arguments(tool), BytesNode.Of("\n```"), Marker(CallEnd))
        : new SequenceNode(Marker(CallBegin), BytesNode.Of(tool.Name), Marker(Separator), Arguments(tool), Marker(CallEnd));

    private RuleNode Arguments(CallableTool tool) => SchemaCompiler.Compile(tool.Parameters ?? s_anyObject, tool.Path, texts);

    private GrammarNode Marker(string text) =>
        text.Length == 0 ? GrammarNode.Empty : specialIdOf(text) is { } id ? new TokenNode(id) : BytesNode.Of(text);
}
