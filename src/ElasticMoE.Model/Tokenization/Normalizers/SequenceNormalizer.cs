namespace ElasticMoE.Model.Tokenization.Normalizers;

/// <summary>Several normalizers, one after the other.</summary>
internal sealed class SequenceNormalizer(IReadOnlyList<Normalizer> parts) : Normalizer
{
    public override string Apply(string text) => parts.Aggregate(text, static (t, part) => part.Apply(t));

    public override bool TakesOffStart(string text)
    {
        foreach (Normalizer part in parts)
        {
            if (part.TakesOffStart(text))
                return true;
            text = part.Apply(text);
        }
        return false;
    }
}
