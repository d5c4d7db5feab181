namespace ElasticMoE.Model.Tokenization.Normalizers;

/// <summary>Takes white space off the start, the end, or both.</summary>
internal sealed class StripNormalizer(bool left, bool right) : Normalizer
{
    public override string Apply(string text)
    {
        if (left)
            text = text.TrimStart();
        return right ? text.TrimEnd() : text;
    }

    public override bool TakesOffStart(string text) => left && text.Length > 0 && char.IsWhiteSpace(text[0]);
}
