using System.Buffers;
using ElasticMoE.Model.Tokenization.Json;
using ElasticMoE.Model.Tokenization.Patterns;

namespace ElasticMoE.Model.Tokenization.PreTokenizers;

/// <summary>SentencePiece's way: spaces become a visible character, one is put first, and words begin with it.</summary>
/// <param name="replacement">What stands for a space, usually "▁".</param>
/// <param name="scheme">Where one is put first.</param>
/// <param name="split">Whether words are split before each.</param>
internal sealed class MetaspacePreTokenizer(string replacement, PrependScheme scheme, bool split) : PreTokenizer
{
    private readonly TextPattern _replacement = TextPattern.Literal(replacement);

    public static MetaspacePreTokenizer Read(JsonNode component)
    {
        string replacement = component.Required("replacement").Text();
        if (replacement.Length == 0 || replacement.Length > (char.IsHighSurrogate(replacement[0]) ? 2 : 1))
            throw component.Fail("has a replacement that is not one character");
        return new MetaspacePreTokenizer(replacement, PrependSchemes.Read(component), component.Flag("split", true));
    }

    public override void Apply(WordList words)
    {
        words.Rewrite(Replace);
        if (split)
            words.Split(_replacement, SplitBehavior.MergedWithNext, invert: false);
    }

    private void Replace(Word word, ReadOnlySpan<char> text, IBufferWriter<char> to)
    {
        bool starts = text[0] == ' ' || text.StartsWith(replacement);
        if (!starts && (scheme == PrependScheme.Always || (scheme == PrependScheme.First && word.OpensInput)))
            to.Write(replacement);
        foreach (Range part in text.Split(' '))
        {
            if (part.Start.Value > 0)
                to.Write(replacement);
            to.Write(text[part]);
        }
    }
}
