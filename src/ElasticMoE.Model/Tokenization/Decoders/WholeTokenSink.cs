using System.Text;

namespace ElasticMoE.Model.Tokenization.Decoders;

/// <summary>A step that looks at whole tokens.</summary>
internal abstract class WholeTokenSink : TokenSink
{
    private readonly StringBuilder _token = new();

    public sealed override void Text(ReadOnlySpan<char> part) => _token.Append(part);

    public sealed override void EndToken()
    {
        string token = _token.ToString();
        _token.Clear();
        Token(token);
    }

    protected abstract void Token(string token);
}
