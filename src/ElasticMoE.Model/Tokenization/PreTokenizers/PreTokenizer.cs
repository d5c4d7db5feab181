namespace ElasticMoE.Model.Tokenization.PreTokenizers;

/// <summary>Splits a text into the words that the model encodes one by one.</summary>
internal abstract class PreTokenizer
{
    public abstract void Apply(WordList words);
}
