using System.Globalization;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Globals;

/// <summary>Python's strftime in the C locale, for the local time without a zone.</summary>
internal static class DateFormat
{
    public static string Apply(string format, DateTimeOffset now, RenderBudget budget)
    {
        var text = new TextBuilder(budget);
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            bool bare = format[i + 1] == '-' && i + 2 < format.Length;
            i += bare ? 2 : 1;
            string part = Part(format[i], now) ?? $"%{(bare ? "-" : "")}{format[i]}";
            text.Append(bare && part.Length > 1 && char.IsAsciiDigit(part[^1]) ? part[..^1].TrimStart('0', ' ') + part[^1] : part);
        }

        return text.ToString();
    }

    private static string? Part(char letter, DateTimeOffset now) => letter switch
    {
        'Y' or 'm' or 'd' or 'y' or 'e' or 'C' or 'j' or 'B' or 'b' or 'h' or 'A' or 'a' => Day(letter, now),
        'H' or 'M' or 'S' or 'I' or 'k' or 'l' or 'p' or 'P' or 'f' or 's' => Time(letter, now),
        'u' or 'w' or 'U' or 'W' or 'V' or 'G' or 'g' => Week(letter, now),
        'c' => Shape(now, "ddd MMM ") + Day('e', now) + Shape(now, " HH:mm:ss yyyy"),
        'x' or 'D' => Shape(now, "MM/dd/yy"),
        'X' or 'T' => Shape(now, "HH:mm:ss"),
        'F' => Shape(now, "yyyy-MM-dd"),
        'R' => Shape(now, "HH:mm"),
        'r' => Shape(now, "hh:mm:ss tt"),
        'z' or 'Z' => "",
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => null,
    };

    private static string Day(char letter, DateTimeOffset now) => letter switch
    {
        'Y' => Shape(now, "yyyy"),
        'm' => Shape(now, "MM"),
        'd' => Shape(now, "dd"),
        'y' => Shape(now, "yy"),
        'e' => Padded(now.Day, 2, ' '),
        'C' => Padded(now.Year / 100, 2, '0'),
        'j' => Padded(now.DayOfYear, 3, '0'),
        'B' => Shape(now, "MMMM"),
        'A' => Shape(now, "dddd"),
        'a' => Shape(now, "ddd"),
        _ => Shape(now, "MMM"),
    };

    private static string Time(char letter, DateTimeOffset now) => letter switch
    {
        'H' => Shape(now, "HH"),
        'M' => Shape(now, "mm"),
        'S' => Shape(now, "ss"),
        'I' => Shape(now, "hh"),
        'k' => Padded(now.Hour, 2, ' '),
        'l' => Padded((now.Hour + 11) % 12 + 1, 2, ' '),
        'p' => now.Hour < 12 ? "AM" : "PM",
        'P' => now.Hour < 12 ? "am" : "pm",
        'f' => Shape(now, "ffffff"),
        _ => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
    };

    private static string Week(char letter, DateTimeOffset now)
    {
        int day = (int)now.DayOfWeek;
        return letter switch
        {
            'w' => Padded(day, 1, '0'),
            'u' => Padded(day == 0 ? 7 : day, 1, '0'),
            'U' => Padded((now.DayOfYear + 6 - day) / 7, 2, '0'),
            'W' => Padded((now.DayOfYear + 6 - (day + 6) % 7) / 7, 2, '0'),
            'V' => Padded(ISOWeek.GetWeekOfYear(now.DateTime), 2, '0'),
            'g' => Padded(ISOWeek.GetYear(now.DateTime) % 100, 2, '0'),
            _ => Padded(ISOWeek.GetYear(now.DateTime), 4, '0'),
        };
    }

    private static string Shape(DateTimeOffset now, string shape) =>
        now.ToString(shape.Length == 1 ? "%" + shape : shape, CultureInfo.InvariantCulture);

    private static string Padded(int number, int width, char fill) => number.ToString(CultureInfo.InvariantCulture).PadLeft(width, fill);
}
