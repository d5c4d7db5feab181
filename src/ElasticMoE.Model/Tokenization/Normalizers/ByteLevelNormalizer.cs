using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Normalizers;

/// <summary>Turns each byte of the text's UTF-8 into the character that stands for it.</summary>
internal sealed class ByteLevelNormalizer : Normalizer
{
    public override string Apply(string text) => ByteAlphabet.Encode(text);
}
