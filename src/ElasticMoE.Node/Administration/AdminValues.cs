using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Node.Administration;

/// <summary>Texts of a command line as the JSON the admin interface takes.</summary>
internal static class AdminValues
{
    /// <summary>"500ms", "30s", "2m", "1h", or seconds without a unit.</summary>
    public static TimeSpan Duration(string name, string text)
    {
        string unit = text.TrimStart([.. "0123456789."]);
        double scale = unit switch { "ms" => 1, "" or "s" => 1_000, "m" => 60_000, "h" => 3_600_000, _ => 0 };
        return scale > 0 && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value * scale <= int.MaxValue
            ? TimeSpan.FromMilliseconds(value * scale)
            : throw new InputException(name, $"'{text}' is no duration like 500ms, 30s or 2m", ExitCode.Usage);
    }

    /// <summary>NAME=NUMBER each.</summary>
    public static JsonObject Knobs(IEnumerable<string> texts)
    {
        var knobs = new JsonObject();
        foreach (string text in texts)
        {
            string[] parts = text.Split('=', 2);
            if (parts.Length != 2 || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
                throw new InputException("knobs", $"'{text}' is not NAME=NUMBER", ExitCode.Usage);
            knobs[parts[0]] = value;
        }
        return knobs;
    }

    /// <summary>A plan's file, or standard input for "-".</summary>
    public static JsonNode Plan(string path, Stream input)
    {
        using Stream stream = path == "-" ? input : InputFile.Open(path, Limits.AdminBodyBytesMax);
        try
        {
            return JsonNode.Parse(stream) ?? throw new InputException(path, "is null");
        }
        catch (JsonException wrong)
        {
            throw new InputException(path, $"is no JSON at line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}", inner: wrong);
        }
    }
}
