using ElasticMoE.Model.Tokenization.Decoders;

namespace ElasticMoE.Model.Tokenization;

/// <summary>
/// Decodes one id at a time. What it returns is final: never half a character, nothing that a later id could change. All that
/// <see cref="Push"/> and <see cref="Flush"/> return, put together, is what <see cref="Tokenizer.Decode"/> gives for the same ids.
/// For one sequence and one thread.
/// </summary>
public sealed class StreamingDecoder
{
    private readonly Tokenizer _tokenizer;
    private readonly bool _skipSpecial;
    private readonly IReadOnlySet<int>? _kept;
    private readonly TextSink _text = new();
    private TokenSink _run;

    /// <param name="tokenizer">The tokenizer the ids are of.</param>
    /// <param name="skipSpecial">Whether special tokens are left out.</param>
    /// <param name="kept">Special tokens that are not left out all the same.</param>
    public StreamingDecoder(Tokenizer tokenizer, bool skipSpecial, IReadOnlySet<int>? kept = null)
    {
        _tokenizer = tokenizer;
        _skipSpecial = skipSpecial;
        _kept = kept;
        _run = tokenizer.Decoder.Start(_text);
    }

    /// <summary>The text that the id completes; often empty.</summary>
    public string Push(int id)
    {
        _tokenizer.Push(id, _skipSpecial && _kept?.Contains(id) != true, _run);
        return _text.Take();
    }

    /// <summary>The rest, a broken character as a replacement character. The decoder then starts anew.</summary>
    public string Flush()
    {
        _run.End();
        _run = _tokenizer.Decoder.Start(_text);
        return _text.Take();
    }
}
