using System.Text;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Grammars.Automata;
using ElasticMoE.Engine.Grammars.Json;
using ElasticMoE.Engine.Grammars.Schemas;
using ElasticMoE.Engine.Grammars.Syntax;
using ElasticMoE.Engine.Grammars.Tools;

namespace ElasticMoE.Engine.Grammars;

/// <summary>Turns a grammar's source into a program.</summary>
public static class GrammarCompiler
{
    private const string AnyObject = """{"type":"object"}""";

    /// <summary>Checks whether a grammar can be kept to, whatever the model.</summary>
    /// <param name="source">The grammar.</param>
    /// <exception cref="InputException">It can't; names the keyword and its place.</exception>
    public static void Check(GrammarSource source) => Compile(source, hasAllBytes: true, _ => null);

    /// <summary>The program of a grammar.</summary>
    /// <param name="source">The grammar.</param>
    /// <param name="hasAllBytes">Whether the vocabulary can write any byte.</param>
    /// <param name="specialIdOf">The special token that is spelled so, if there is one.</param>
    internal static GrammarProgram Compile(GrammarSource source, bool hasAllBytes, Func<string, int?> specialIdOf)
    {
        string subject = source.Kind == GrammarKind.ToolCalls ? "tools" : "response_format";
        if (Encoding.UTF8.GetByteCount(source.Text) > Limits.GrammarBytesMax)
            throw new InputException(subject, $"the schema has more than {Limits.GrammarBytesMax} bytes");
        try
        {
            var root = new RuleNode { Body = RootOf(source, new JsonTexts(hasAllBytes), hasAllBytes, specialIdOf) };
            var levels = new NodeLevels([root]);
            return levels.Of(root) == NodeLevels.Never
                ? throw new InputException(subject, "nothing that this model can write satisfies the schema")
                : Assembler.Assemble(root, levels);
        }
        catch (SchemaException refused)
        {
            throw new InputException(subject, refused.Message, inner: refused);
        }
        catch (JsonException broken)
        {
            throw new InputException(subject, "the schema is no JSON", inner: broken);
        }
    }

    private static GrammarNode RootOf(GrammarSource source, JsonTexts texts, bool hasAllBytes, Func<string, int?> specialIdOf)
    {
        if (source.Kind == GrammarKind.ToolCalls)
            return new ToolCallsCompiler(ToolCallsSource.Read(source.Text), texts, specialIdOf, hasAllBytes).Compile();
        JsonElement schema = JsonElement.Parse(source.Kind == GrammarKind.JsonObject ? AnyObject : source.Text);
        return new SequenceNode(texts.Blank, SchemaCompiler.Compile(schema, "schema", texts));
    }
}
