using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Tokenization.Models;

/// <summary>How a byte-pair-encoding model treats words, apart from its vocabulary and merges.</summary>
/// <param name="UnknownToken">Stands for characters that have no token; null: they are dropped.</param>
/// <param name="ContinuingPrefix">Put before every character of a word but the first, to look it up.</param>
/// <param name="EndSuffix">Put behind a word's last character, to look it up.</param>
/// <param name="FuseUnknown">Whether neighbouring unknown characters become one token.</param>
/// <param name="ByteFallback">Whether a character without a token becomes the tokens of its UTF-8 bytes.</param>
/// <param name="IgnoreMerges">Whether a word that is a token as a whole is taken as it stands.</param>
internal sealed record BpeOptions(
    string? UnknownToken, string ContinuingPrefix, string EndSuffix, bool FuseUnknown, bool ByteFallback, bool IgnoreMerges)
{
    /// <summary>Characters of a prefix or suffix; published ones have 4.</summary>
    private const int AffixMax = 16;

    public static BpeOptions Read(JsonNode model) => new(
        model.Text("unk_token"),
        Affix(model, "continuing_subword_prefix"),
        Affix(model, "end_of_word_suffix"),
        model.Flag("fuse_unk", false),
        model.Flag("byte_fallback", false),
        model.Flag("ignore_merges", false));

    private static string Affix(JsonNode model, string name)
    {
        string affix = model.Text(name) ?? "";
        return affix.Length <= AffixMax ? affix : throw model.Required(name).Fail($"has more than {AffixMax} characters");
    }
}
