using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Tokenization.Json;

/// <summary>A value of a JSON file that knows where it stands, so that what is wrong with it can be said in one line.</summary>
internal readonly struct JsonNode(string file, string path, JsonElement element)
{
    /// <summary>The file, and the field's path in it.</summary>
    public string Subject => path.Length == 0 ? file : $"{file}: {path}";

    public JsonValueKind Kind => element.ValueKind;

    public bool IsNull => element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>A field; null where it is absent or null.</summary>
    public JsonNode? Optional(string name)
    {
        RequireKind(JsonValueKind.Object, "an object");
        if (!element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return new JsonNode(file, path.Length == 0 ? name : $"{path}.{name}", value);
    }

    /// <summary>A field that must be there.</summary>
    public JsonNode Required(string name) => Optional(name) ?? throw Fail($"lacks the field '{name}'");

    /// <summary>Whether a field is there, be it null.</summary>
    public bool Has(string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

    public string Text()
    {
        RequireKind(JsonValueKind.String, "a string");
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw Fail("holds text that is not valid Unicode", e);
        }
    }

    public string? Text(string name) => Optional(name)?.Text();

    public bool Flag(string name, bool otherwise)
    {
        if (Optional(name) is not { } field)
            return otherwise;
        if (field.Kind is not (JsonValueKind.True or JsonValueKind.False))
            throw field.Fail("is not true or false");
        return field.Kind == JsonValueKind.True;
    }

    public int Number(int least, int most)
    {
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt32(out int value))
            throw Fail($"is not a whole number from {least} to {most}");
        if (value < least || value > most)
            throw Fail($"is {value}, outside of {least} to {most}");
        return value;
    }

    /// <summary>Whether it is the number zero.</summary>
    public bool IsZero => element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && value == 0;

    /// <summary>How many elements or fields it has.</summary>
    public int Count => element.ValueKind == JsonValueKind.Array ? element.GetArrayLength() : element.GetPropertyCount();

    /// <summary>The elements of an array.</summary>
    public IEnumerable<JsonNode> Items()
    {
        RequireKind(JsonValueKind.Array, "a list");
        return Walk(file, path, element);

        static IEnumerable<JsonNode> Walk(string file, string path, JsonElement element)
        {
            int index = 0;
            foreach (JsonElement item in element.EnumerateArray())
                yield return new JsonNode(file, $"{path}[{index++}]", item);
        }
    }

    /// <summary>The fields of an object, by name. A name that stands twice comes twice.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode>> Fields()
    {
        RequireKind(JsonValueKind.Object, "an object");
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string name = NameOf(property);
            yield return new(name, new JsonNode(file, $"{path}.{name}", property.Value));
        }
    }

    public InputException Fail(string cause, Exception? inner = null) => new(Subject, cause, inner: inner);

    private string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException e)
        {
            throw Fail("has a field whose name is not valid Unicode", e);
        }
    }

    private void RequireKind(JsonValueKind kind, string what)
    {
        if (element.ValueKind != kind)
            throw Fail($"is not {what}");
    }
}
