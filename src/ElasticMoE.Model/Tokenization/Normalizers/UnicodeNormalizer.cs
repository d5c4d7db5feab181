using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Normalizers;

/// <summary>NFC, NFD, NFKC, NFKD.</summary>
internal sealed class UnicodeNormalizer(UnicodeForm form) : Normalizer
{
    public override string Apply(string text) => UnicodeNormalization.Normalize(text, form);
}
