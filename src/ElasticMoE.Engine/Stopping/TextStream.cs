using ElasticMoE.Model.Tokenization;

namespace ElasticMoE.Engine.Stopping;

/// <summary>A sequence's text as it grows: ids become characters, and stop strings are found across the borders of tokens.</summary>
public sealed class TextStream
{
    private readonly Func<int, string> _decode;
    private readonly Func<string> _rest;
    private readonly StopStringMatcher _matcher;

    /// <param name="decode">Takes an id and returns the characters complete with it.</param>
    /// <param name="rest">Returns what is left of an incomplete character.</param>
    /// <param name="stops">The stop strings.</param>
    internal TextStream(Func<int, string> decode, Func<string> rest, IReadOnlyList<string> stops)
    {
        (_decode, _rest) = (decode, rest);
        _matcher = new StopStringMatcher(stops);
    }

    /// <summary>The text of a tokenizer's ids, without special tokens.</summary>
    /// <param name="tokenizer">The tokenizer the ids are of.</param>
    /// <param name="stops">The stop strings, none of them empty.</param>
    /// <param name="shown">Special tokens that count as text all the same.</param>
    public static TextStream Of(Tokenizer tokenizer, IReadOnlyList<string> stops, IReadOnlySet<int>? shown = null)
    {
        var decoder = new StreamingDecoder(tokenizer, skipSpecial: true, shown);
        return new TextStream(decoder.Push, decoder.Flush, stops);
    }

    /// <summary>The stop string found; nothing follows it.</summary>
    public string? Found => _matcher.Found;

    /// <summary>The text that is decided with the next id.</summary>
    public string Push(int id) => _matcher.Push(_decode(id));

    /// <summary>The text left when no further id comes.</summary>
    public string End()
    {
        string rest = _matcher.Push(_rest());
        return rest + _matcher.Flush();
    }
}
