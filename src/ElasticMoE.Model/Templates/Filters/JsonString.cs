using System.Buffers;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>A text in JSON, escaped as Python's json does: only what must be, or all that isn't ASCII.</summary>
internal static class JsonString
{
    private static readonly SearchValues<char> Special =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (char)code), '"', '\\']);

    private static readonly SearchValues<char> SpecialOrWide =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (char)code), '"', '\\', .. Enumerable.Range(128, 65408).Select(code => (char)code)]);

    public static void Write(ReadOnlySpan<char> value, bool asciiOnly, TextBuilder text)
    {
        text.Append('"');
        while (!value.IsEmpty)
        {
            int plain = value.IndexOfAny(asciiOnly ? SpecialOrWide : Special);
            text.Append(plain < 0 ? value : value[..plain]);
            if (plain < 0)
                break;
            text.Append(Escape(value[plain]));
            value = value[(plain + 1)..];
        }

        text.Append('"');
    }

    private static string Escape(char unit) => unit switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        _ => $"\\u{(int)unit:x4}",
    };
}
