using ElasticMoE.Model.Tokenization.Json;
using ElasticMoE.Model.Tokenization.Patterns;
using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.PreTokenizers;

/// <summary>Reads the `pre_tokenizer` of `tokenizer.json`.</summary>
internal static class PreTokenizerReader
{
    public static PreTokenizer? Read(JsonNode? node)
    {
        if (node is not { } component)
            return null;
        string type = component.Required("type").Text();
        return type switch
        {
            "ByteLevel" => new ByteLevelPreTokenizer(component.Flag("add_prefix_space", true), component.Flag("use_regex", true)),
            "Split" => new SplitPreTokenizer(component.Pattern("pattern"), Behavior(component, null), component.Flag("invert", false)),
            "Metaspace" => MetaspacePreTokenizer.Read(component),
            "Digits" => new SplitPreTokenizer(
                new CodePointPattern(UnicodeData.Number),
                component.Flag("individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous, false),
            "Punctuation" => new SplitPreTokenizer(Punctuation, Behavior(component, "Isolated"), false),
            "Whitespace" => new SplitPreTokenizer(RegexPattern.Parse(@"[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\u200C\u200D]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\u200C\u200D\s]+"), SplitBehavior.Removed, true),
            "WhitespaceSplit" => new SplitPreTokenizer(new CodePointPattern(UnicodeData.WhiteSpace), SplitBehavior.Removed, false),
            "CharDelimiterSplit" => new SplitPreTokenizer(Delimiter(component), SplitBehavior.Removed, false),
            "BertPreTokenizer" => new SequencePreTokenizer(
            [
                new SplitPreTokenizer(new CodePointPattern(UnicodeData.WhiteSpace), SplitBehavior.Removed, false),
                new SplitPreTokenizer(Punctuation, SplitBehavior.Isolated, false),
            ]),
            "FixedLength" => new FixedLengthPreTokenizer(component.Optional("length")?.Number(1, int.MaxValue) ?? 5),
            "Sequence" => new SequencePreTokenizer([.. component.Required("pretokenizers").Items().Select(item => Read(item)!)]),
            _ => throw component.Fail($"is a pre-tokenizer of type '{type}', which is not supported"),
        };
    }

    private static CodePointPattern Punctuation => new(UnicodeData.KnownPunctuation);

    private static TextPattern Delimiter(JsonNode component)
    {
        string delimiter = component.Required("delimiter").Text();
        return delimiter.Length > 0 ? TextPattern.Literal(delimiter) : throw component.Fail("has an empty delimiter");
    }

    private static SplitBehavior Behavior(JsonNode component, string? otherwise)
    {
        string name = component.Text("behavior") ?? otherwise ?? component.Required("behavior").Text();
        return name switch
        {
            "Isolated" => SplitBehavior.Isolated,
            "Removed" => SplitBehavior.Removed,
            "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
            "MergedWithNext" => SplitBehavior.MergedWithNext,
            "Contiguous" => SplitBehavior.Contiguous,
            _ => throw component.Fail($"has the behavior '{name}', which is not known"),
        };
    }
}
