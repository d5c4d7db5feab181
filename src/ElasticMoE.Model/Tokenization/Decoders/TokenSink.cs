namespace ElasticMoE.Model.Tokenization.Decoders;

/// <summary>
/// Takes a stream of tokens' texts. A token may come in several parts; nothing that was handed on is ever taken back, which is what
/// makes decoding a stream and decoding a whole the same.
/// </summary>
internal abstract class TokenSink
{
    /// <summary>The next part of the current token. It never ends within a surrogate pair.</summary>
    public abstract void Text(ReadOnlySpan<char> part);

    /// <summary>The current token is complete.</summary>
    public abstract void EndToken();

    /// <summary>There are no more tokens.</summary>
    public abstract void End();
}
