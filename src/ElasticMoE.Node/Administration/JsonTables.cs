using System.Globalization;
using System.Text;
using System.Text.Json;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Administration;

/// <summary>Draws a report for people: a list of things as a table, one thing as names and values. Names end with their unit, which says how a value is written.</summary>
internal static class JsonTables
{
    public static void Write(TextWriter output, Palette palette, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
            WriteList(output, palette, value);
        else
            WriteThing(output, palette, value);
    }

    private static void WriteList(TextWriter output, Palette palette, JsonElement list)
    {
        if (list.GetArrayLength() == 0)
        {
            output.WriteLine("none");
            return;
        }
        if (list[0].ValueKind != JsonValueKind.Object)
        {
            foreach (JsonElement item in list.EnumerateArray())
                output.WriteLine(Cell("", item));
            return;
        }
        JsonProperty[] columns = [.. list[0].EnumerateObject()];
        var table = new TextTable([.. columns.Select(column => new TableColumn(Heading(column.Name), column.Value.ValueKind == JsonValueKind.Number))]);
        foreach (JsonElement item in list.EnumerateArray())
            table.Add([.. columns.Select(column => Cell(column.Name, item.GetProperty(column.Name)))]);
        table.Write(output, palette);
    }

    /// <summary>Values first, then what holds several things.</summary>
    private static void WriteThing(TextWriter output, Palette palette, JsonElement thing)
    {
        JsonProperty[] lines = [.. Flat(thing)];
        int width = lines.Select(line => Heading(line.Name).Length).DefaultIfEmpty().Max();
        foreach (JsonProperty line in lines)
            output.WriteLine($"{palette.Dim(Heading(line.Name).PadRight(width))}  {Cell(line.Name, line.Value)}".TrimEnd());
        foreach (JsonProperty list in thing.EnumerateObject().Where(property => IsList(property.Value)))
        {
            output.WriteLine();
            output.WriteLine(palette.Dim(Heading(list.Name)));
            WriteList(output, palette, list.Value);
        }
    }

    private static IEnumerable<JsonProperty> Flat(JsonElement thing) => thing.EnumerateObject()
        .Where(property => !IsList(property.Value))
        .SelectMany(property => property.Value.ValueKind == JsonValueKind.Object ? Flat(property.Value) : [property]);

    private static bool IsList(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value[0].ValueKind is JsonValueKind.Object or JsonValueKind.String && value.ValueKind == JsonValueKind.Array;

    private static string Cell(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "-" : string.Join(',', value.EnumerateArray().Select(item => Cell("", item))),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null => "-",
        JsonValueKind.Number when name.EndsWith("Bytes", StringComparison.Ordinal) => Figures.Bytes(value.GetDouble()),
        JsonValueKind.Number when name.EndsWith("Share", StringComparison.Ordinal) => Figures.Percent(value.GetDouble()),
        JsonValueKind.Number when name == "unixMs" => DateTimeOffset.FromUnixTimeMilliseconds(value.GetInt64()).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };

    /// <summary>"residentBytes" is headed "RESIDENT": the unit stands in the cells.</summary>
    private static string Heading(string name)
    {
        foreach (string unit in (string[])["Bytes", "Share"])
            name = name.EndsWith(unit, StringComparison.Ordinal) ? name[..^unit.Length] : name;
        if (name == "unixMs")
            return "WHEN";
        var heading = new StringBuilder();
        foreach (char letter in name)
            heading.Append(char.IsAsciiLetterUpper(letter) ? $" {letter}" : char.ToUpperInvariant(letter));
        return heading.ToString();
    }
}
