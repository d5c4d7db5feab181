using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Tokenization.AddedTokens;

/// <summary>A token that is found in the text before the model sees it.</summary>
/// <param name="Content">Its text.</param>
/// <param name="SingleWord">Whether it is found only where no word character stands beside it.</param>
/// <param name="StripLeft">Whether it takes the white space before it.</param>
/// <param name="StripRight">Whether it takes the white space behind it.</param>
/// <param name="Normalized">Whether it is searched, normalized, in the normalized text rather than in the raw one.</param>
/// <param name="Special">Whether decoding may leave it out.</param>
internal sealed record AddedToken(
    string Content, bool SingleWord = false, bool StripLeft = false, bool StripRight = false, bool Normalized = false, bool Special = true)
{
    /// <summary>UTF-16 units of one added token, which bounds what finding them costs; published ones have about 50.</summary>
    public const int ContentMax = 1024;

    public static AddedToken Read(JsonNode node)
    {
        JsonNode content = node.Required("content");
        string text = content.Text();
        if (text.Length > ContentMax)
            throw content.Fail($"has more than {ContentMax} characters");
        bool special = node.Flag("special", false);
        return new AddedToken(
            text, node.Flag("single_word", false), node.Flag("lstrip", false), node.Flag("rstrip", false),
            node.Flag("normalized", !special), special);
    }
}
