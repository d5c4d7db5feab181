namespace ElasticMoE.Engine.Stopping;

/// <summary>
/// Finds stop strings in a stream of text. Text is passed on as soon as no stop string can begin in it; from the first stop string that
/// is complete (of two that end together, the longer) nothing is passed on. How the stream is cut into pieces changes nothing.
/// </summary>
public sealed class StopStringMatcher
{
    private readonly IReadOnlyList<string> _stops;
    private string _withheld = "";

    /// <param name="stops">The stop strings, none of them empty.</param>
    public StopStringMatcher(IReadOnlyList<string> stops) => _stops = stops;

    /// <summary>The stop string found; nothing follows it.</summary>
    public string? Found { get; private set; }

    /// <summary>What the last piece had behind the stop string that it completed.</summary>
    public string Rest { get; private set; } = "";

    /// <summary>Takes the next piece and returns the text that is now decided.</summary>
    public string Push(string piece)
    {
        if (Found is not null)
            return "";
        if (_stops.Count == 0)
            return piece;
        string text = _withheld + piece;
        for (int end = _withheld.Length + 1; end <= text.Length; end++)
        {
            if (LongestEndingAt(text.AsSpan(0, end)) is { } stop)
                return Stop(stop, text, end);
        }
        int decided = text.Length - LongestOpenPrefix(text);
        _withheld = text[decided..];
        return text[..decided];
    }

    /// <summary>The stream has ended: what was withheld is text after all.</summary>
    public string Flush()
    {
        string rest = _withheld;
        _withheld = "";
        return rest;
    }

    private string Stop(string stop, string text, int end)
    {
        (Found, Rest, _withheld) = (stop, text[end..], "");
        return text[..(end - stop.Length)];
    }

    private string? LongestEndingAt(ReadOnlySpan<char> text)
    {
        string? longest = null;
        foreach (string stop in _stops)
        {
            if (stop.Length > (longest?.Length ?? 0) && text.EndsWith(stop, StringComparison.Ordinal))
                longest = stop;
        }
        return longest;
    }

    /// <summary>Length of the longest end of the text that begins a stop string.</summary>
    private int LongestOpenPrefix(ReadOnlySpan<char> text)
    {
        int longest = 0;
        foreach (string stop in _stops)
        {
            int length = Math.Min(stop.Length - 1, text.Length);
            while (length > longest && !text.EndsWith(stop.AsSpan(0, length), StringComparison.Ordinal))
                length--;
            longest = Math.Max(longest, length);
        }
        return longest;
    }
}
