using ElasticMoE.Engine.Stopping;

namespace ElasticMoE.Gateway.ToolCalls;

/// <summary>
/// Parts calls from text as the text comes: what can't be the beginning of calls is passed on at once, calls as soon as they are complete.
/// What stands between markers and is no call is text after all. How the text is cut into pieces changes nothing.
/// </summary>
internal sealed class ToolCallStream(ToolCallFormat format)
{
    private StopStringMatcher _outside = new([format.Begin]);
    private StopStringMatcher? _inside;
    private string _body = "";

    /// <summary>Takes the next piece; returns the text and the calls that are now decided, in their order.</summary>
    public IEnumerable<(string Text, ToolCall? Call)> Push(string piece)
    {
        string rest = piece;
        while (rest.Length > 0)
        {
            foreach ((string, ToolCall?) part in _inside is null ? Outside(ref rest) : Inside(ref rest))
                yield return part;
        }
    }

    /// <summary>The text has ended.</summary>
    public IEnumerable<(string Text, ToolCall? Call)> End()
    {
        if (_inside is null)
            return Text(_outside.Flush());
        _body += _inside.Flush();
        _inside = null;
        return Close(endMarker: "");
    }

    private IEnumerable<(string, ToolCall?)> Outside(ref string rest)
    {
        string text = _outside.Push(rest);
        rest = "";
        if (_outside.Found is not null)
        {
            rest = _outside.Rest;
            _outside = new([format.Begin]);
            _inside = new(format.End.Length == 0 ? [] : [format.End]);
        }
        return Text(text);
    }

    private IEnumerable<(string, ToolCall?)> Inside(ref string rest)
    {
        _body += _inside!.Push(rest);
        rest = "";
        if (_inside.Found is null)
            return [];
        rest = _inside.Rest;
        if (JsonCall.IsUnfinished(_body))
        {
            // The marker stands inside a text of the call.
            _body += format.End;
            _inside = new([format.End]);
            return [];
        }
        _inside = null;
        return Close(format.End);
    }

    private IEnumerable<(string, ToolCall?)> Close(string endMarker)
    {
        string body = _body;
        _body = "";
        return format.Parse(body) is { } calls ? calls.Select(call => ("", (ToolCall?)call)) : Text(format.Begin + body + endMarker);
    }

    private static IEnumerable<(string, ToolCall?)> Text(string text) => text.Length == 0 ? [] : [(text, null)];
}
