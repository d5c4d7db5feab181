using ElasticMoE.Model.Tokenization.AddedTokens;
using ElasticMoE.Model.Tokenization.Decoders;
using ElasticMoE.Model.Tokenization.Models;
using ElasticMoE.Model.Tokenization.Normalizers;
using ElasticMoE.Model.Tokenization.PostProcessors;
using ElasticMoE.Model.Tokenization.PreTokenizers;

namespace ElasticMoE.Model.Tokenization;

/// <summary>What a tokenizer is made of, in the order texts pass through it.</summary>
internal sealed record TokenizerParts(
    AddedVocabulary Added, Normalizer? Normalizer, PreTokenizer? PreTokenizer, BpeModel Model, PostProcessor PostProcessor)
{
    /// <summary>The way back.</summary>
    public required Decoder Decoder { get; init; }
}
