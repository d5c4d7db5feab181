using System.Buffers;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>A text in JSON, escaped as Python's json does: only what must be, or all that isn't ASCII.</summary>
internal static class JsonString
{
    private static readonly SearchValues<char> Special = SearchValues.Create([.. Units(0, 32), '"', '\\']);

    private static readonly SearchValues<char> SpecialOrWide =
        SearchValues.Create([.. Units(0, 32), '"', '\\', .. Units(128, 65_408)]);

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

    private static IEnumerable<char> Units(int first, int count) => Enumerable.Range(first, count).Select(code => (char)code);

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
