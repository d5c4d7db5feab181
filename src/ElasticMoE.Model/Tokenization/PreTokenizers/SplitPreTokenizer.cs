using ElasticMoE.Model.Tokenization.Patterns;

namespace ElasticMoE.Model.Tokenization.PreTokenizers;

/// <summary>Splits at a pattern.</summary>
internal sealed class SplitPreTokenizer(TextPattern pattern, SplitBehavior behavior, bool invert) : PreTokenizer
{
    public override void Apply(WordList words) => words.Split(pattern, behavior, invert);
}
