using System.Text.Json;

namespace ElasticMoE.Model.Configuration;

/// <summary>
/// Reads fields of a configuration object by name, with the family's defaults for absent ones. What is wrong is collected, so that one
/// message can name all of it; a wrong field reads as its smallest allowed value meanwhile.
/// </summary>
internal sealed class ConfigFields(JsonElement fields, JsonElement defaults, List<string> errors)
{
    // Fields that published files write under more than one name; the first one is used in this code base.
    private static readonly string[][] Synonyms =
    [
        ["num_experts", "num_local_experts", "n_routed_experts"],
        ["num_experts_per_tok", "experts_per_token"],
        ["n_shared_experts", "num_shared_experts"],
    ];

    public List<string> Errors => errors;

    /// <summary>The value as it stands, null values included; false where neither file nor defaults have the field.</summary>
    public bool TryGet(string name, out JsonElement value)
    {
        string[] names = Array.Find(Synonyms, synonyms => synonyms[0] == name) ?? [name];
        bool found = false;
        value = default;
        foreach (string synonym in names)
        {
            if (!fields.TryGetProperty(synonym, out JsonElement candidate))
                continue;
            if (found && !JsonElement.DeepEquals(value, candidate))
                Fail(name, $"stands under several names with different values: {string.Join(", ", names)}");
            value = candidate;
            found = true;
        }
        return found || defaults.TryGetProperty(name, out value);
    }

    /// <summary>Whether the file itself has the field.</summary>
    public bool Has(string name) => fields.TryGetProperty(name, out _);

    /// <summary>A whole number in min…max; an error where it is absent.</summary>
    public int Int(string name, int min, int max)
    {
        int? value = OptionalInt(name, min, max);
        if (value is null && (!TryGet(name, out JsonElement element) || element.ValueKind == JsonValueKind.Null))
            Fail(name, "is missing");
        return value ?? min;
    }

    /// <summary>A whole number in min…max; null where it is null or absent.</summary>
    public int? OptionalInt(string name, int min, int max)
    {
        double? value = OptionalNumber(name, min, max);
        if (value is null || value == Math.Floor(value.Value))
            return (int?)value;
        Fail(name, $"is {value}, not a whole number");
        return null;
    }

    /// <summary>A finite number in min…max; an error where it is absent.</summary>
    public double Number(string name, double min, double max)
    {
        double? value = OptionalNumber(name, min, max);
        if (value is null && (!TryGet(name, out JsonElement element) || element.ValueKind == JsonValueKind.Null))
            Fail(name, "is missing");
        return value ?? min;
    }

    /// <summary>A finite number in min…max; null where it is null or absent.</summary>
    public double? OptionalNumber(string name, double min, double max)
    {
        if (!TryGet(name, out JsonElement element) || element.ValueKind == JsonValueKind.Null)
            return null;
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetDouble(out double value))
            Fail(name, $"is {Shown(element)}, not a number");
        else if (!(value >= min && value <= max))
            Fail(name, $"is {Shown(element)}; {min} to {max} is allowed");
        else
            return value;
        return null;
    }

    /// <summary>A flag; false where it is null or absent.</summary>
    public bool Flag(string name)
    {
        if (!TryGet(name, out JsonElement element))
            return false;
        if (element.ValueKind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null))
            Fail(name, $"is {Shown(element)}, not true or false");
        return element.ValueKind == JsonValueKind.True;
    }

    /// <summary>A text; null where it is null or absent.</summary>
    public string? Text(string name)
    {
        if (!TryGet(name, out JsonElement element) || element.ValueKind == JsonValueKind.Null)
            return null;
        if (element.ValueKind == JsonValueKind.String)
            return element.GetString();
        Fail(name, $"is {Shown(element)}, not a text");
        return null;
    }

    /// <summary>An array's elements; null where it is null or absent.</summary>
    public IReadOnlyList<JsonElement>? List(string name)
    {
        if (!TryGet(name, out JsonElement element) || element.ValueKind == JsonValueKind.Null)
            return null;
        if (element.ValueKind == JsonValueKind.Array)
            return [.. element.EnumerateArray()];
        Fail(name, $"is {Shown(element)}, not a list");
        return null;
    }

    /// <summary>An object's fields; null where it is null or absent.</summary>
    public ConfigFields? Object(string name)
    {
        if (!TryGet(name, out JsonElement element) || element.ValueKind == JsonValueKind.Null)
            return null;
        if (element.ValueKind == JsonValueKind.Object)
            return new ConfigFields(element, JsonElement.Parse("{}"), errors);
        Fail(name, $"is {Shown(element)}, not an object");
        return null;
    }

    /// <summary>Notes that a field can't be used, and why.</summary>
    public void Fail(string name, string cause)
    {
        string error = $"{name} {cause}";
        if (!errors.Contains(error))
            errors.Add(error);
    }

    private static string Shown(JsonElement element)
    {
        const int charsMax = 60;
        string text = element.GetRawText();
        return text.Length <= charsMax ? text : string.Concat(text.AsSpan(0, charsMax), "…");
    }
}
