namespace ElasticMoE.Model.Tokenization.AddedTokens;

/// <summary>Part of a text: an added token, or (Id -1) what lies between.</summary>
internal readonly record struct TextPart(int Start, int End, int Id);
