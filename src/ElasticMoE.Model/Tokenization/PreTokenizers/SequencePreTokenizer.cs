namespace ElasticMoE.Model.Tokenization.PreTokenizers;

/// <summary>Several pre-tokenizers, one after the other.</summary>
internal sealed class SequencePreTokenizer(IReadOnlyList<PreTokenizer> parts) : PreTokenizer
{
    public override void Apply(WordList words)
    {
        foreach (PreTokenizer part in parts)
            part.Apply(words);
    }
}
