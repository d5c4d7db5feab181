namespace ElasticMoE.Model.Tokenization.PreTokenizers;

/// <summary>Splits into words of a number of code points.</summary>
internal sealed class FixedLengthPreTokenizer(int length) : PreTokenizer
{
    public override void Apply(WordList words) => words.SplitEvery(length);
}
