namespace ElasticMoE.Engine.Grammars.Patterns;

/// <summary>Formats of strings as patterns; each allows a plain part of what its standard does.</summary>
internal static class StringFormats
{
    private const string Date =
        @"[1-9]\d{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))";

    private const string Time = @"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)";
    private const string Byte = @"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)";
    private const string Label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?";

    private static readonly Dictionary<string, string> s_patterns = new(StringComparer.Ordinal)
    {
        ["date"] = $"^{Date}$",
        ["time"] = $"^{Time}$",
        ["date-time"] = $"^{Date}T{Time}$",
        ["duration"] = @"^P(?:\d{1,4}W|(?:\d{1,4}D|\d{1,4}M(?:\d{1,4}D)?|\d{1,4}Y(?:\d{1,4}M(?:\d{1,4}D)?)?)(?:T\d{1,4}H(?:\d{1,4}M(?:\d{1,4}S)?)?)?|T(?:\d{1,4}H(?:\d{1,4}M(?:\d{1,4}S)?)?|\d{1,4}M(?:\d{1,4}S)?|\d{1,4}S))$",
        ["email"] = $@"^[A-Za-z0-9_%+-]{{1,30}}(?:\.[A-Za-z0-9_%+-]{{1,30}}){{0,2}}@(?:{Label}\.){{1,3}}[A-Za-z]{{2,10}}$",
        ["hostname"] = $@"^{Label}(?:\.{Label}){{0,5}}$",
        ["ipv4"] = $@"^{Byte}(?:\.{Byte}){{3}}$",
        ["ipv6"] = "^(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$",
        ["uuid"] = "^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        ["uri"] = $@"^https?://{Label}(?:\.{Label}){{0,4}}(?::[1-9]\d{{0,3}})?(?:/[A-Za-z0-9._~-]*)*(?:\?[A-Za-z0-9._~=&-]*)?$",
    };

    /// <summary>The pattern of a format, or null where it isn't known.</summary>
    public static string? PatternOf(string format) => s_patterns.GetValueOrDefault(format);

    public static IEnumerable<string> Known => s_patterns.Keys;
}
