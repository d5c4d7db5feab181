using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using ElasticMoE.Engine.Grammars.Syntax;

namespace ElasticMoE.Engine.Grammars.Json;

/// <summary>What JSON documents consist of, as grammars. Between the parts there is nothing, a space, or a line break with an indent: never more, so that no model can go on with blanks for ever.</summary>
internal sealed class JsonTexts
{
    private const int IndentMax = 40;
    private readonly JsonSerializerOptions _options;

    /// <param name="hasAllBytes">Whether the vocabulary can write any byte; without, only ASCII is written.</param>
    public JsonTexts(bool hasAllBytes)
    {
        Strings = new JsonStrings(hasAllBytes);
        _options = new JsonSerializerOptions { Encoder = hasAllBytes ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : JavaScriptEncoder.Create(UnicodeRanges.BasicLatin) };
    }

    public JsonStrings Strings { get; }

    public GrammarNode Blank { get; } = new ChoiceNode(
        GrammarNode.Empty,
        BytesNode.Of(" "),
        new SequenceNode(BytesNode.Of("\n"), new RepeatNode(new BytesNode(ByteAutomaton.OfAny([" "u8.ToArray(), "\t"u8.ToArray()])), 0, IndentMax)));

    /// <summary>A value as it is written where just this one is allowed.</summary>
    public byte[] Write(JsonElement value) => JsonSerializer.SerializeToUtf8Bytes(value, _options);

    /// <summary>Any of the values.</summary>
    public GrammarNode AnyOf(IEnumerable<JsonElement> values) => new BytesNode(ByteAutomaton.OfAny(values.Select(Write)));

    /// <summary>A property's name with its colon.</summary>
    public GrammarNode Name(string name) => new SequenceNode(new BytesNode(ByteAutomaton.OfAny([Encoding.UTF8.GetBytes(JsonSerializer.Serialize(name, _options) + ":")])), Blank);
}
