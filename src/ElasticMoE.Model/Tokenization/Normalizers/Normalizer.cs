namespace ElasticMoE.Model.Tokenization.Normalizers;

/// <summary>Changes a text before it is split into words.</summary>
internal abstract class Normalizer
{
    /// <summary>The changed text.</summary>
    public abstract string Apply(string text);

    /// <summary>
    /// Whether applying it to this text takes characters off its start, so that what remains doesn't begin where the input began.
    /// </summary>
    public virtual bool TakesOffStart(string text) => false;
}
