using System.Text;

namespace ElasticMoE.Model.Tokenization.Decoders;

/// <summary>The end of the chain: gathers the text that is complete.</summary>
internal sealed class TextSink : TokenSink
{
    private readonly StringBuilder _text = new();

    public override void Text(ReadOnlySpan<char> part) => _text.Append(part);

    public override void EndToken()
    {
    }

    public override void End()
    {
    }

    /// <summary>Takes what has been gathered since the last call.</summary>
    public string Take()
    {
        string text = _text.ToString();
        _text.Clear();
        return text;
    }
}
