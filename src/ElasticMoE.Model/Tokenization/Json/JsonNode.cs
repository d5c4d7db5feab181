using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Tokenization.Json;

/// <summary>A value of a JSON file that knows where it stands, so that what is wrong with it can be said in one line.</summary>
internal readonly struct JsonNode
{
    private readonly JsonElement _element;
    private readonly string _parent;
    private readonly string? _name;
    private readonly int _index;

    /// <param name="parent">The file, or the subject of the value this one stands in.</param>
    /// <param name="element">The value.</param>
    public JsonNode(string parent, JsonElement element)
    {
        _parent = parent;
        _element = element;
    }

    private JsonNode(string parent, JsonElement element, string? name, int index)
        : this(parent, element)
    {
        _name = name;
        _index = index;
    }

    /// <summary>The file, and the field's path in it; put together only when asked for, since vocabularies are large.</summary>
    public string Subject =>
        _name is not null ? $"{_parent}{(_parent.Contains(": ", StringComparison.Ordinal) ? "." : ": ")}{Short(_name)}"
        : _index > 0 ? $"{_parent}[{_index - 1}]"
        : _parent;

    /// <summary>The value itself.</summary>
    public JsonElement Element => _element;

    public JsonValueKind Kind => _element.ValueKind;

    public bool IsNull => _element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>A field; null where it is absent or null.</summary>
    public JsonNode? Optional(string name)
    {
        RequireKind(JsonValueKind.Object, "an object");
        if (!_element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return new JsonNode(Subject, value, name, 0);
    }

    /// <summary>A field that must be there.</summary>
    public JsonNode Required(string name) => Optional(name) ?? throw Fail($"lacks the field '{name}'");

    /// <summary>Whether a field is there, be it null.</summary>
    public bool Has(string name) => _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(name, out _);

    public string Text()
    {
        RequireKind(JsonValueKind.String, "a string");
        try
        {
            return _element.GetString()!;
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
        if (_element.ValueKind != JsonValueKind.Number || !_element.TryGetInt32(out int value))
            throw Fail($"is not a whole number from {least} to {most}");
        if (value < least || value > most)
            throw Fail($"is {value}, outside of {least} to {most}");
        return value;
    }

    /// <summary>Whether it is the number zero.</summary>
    public bool IsZero => _element.ValueKind == JsonValueKind.Number && _element.TryGetDouble(out double value) && value == 0;

    /// <summary>How many elements or fields it has.</summary>
    public int Count => _element.ValueKind == JsonValueKind.Array ? _element.GetArrayLength() : _element.GetPropertyCount();

    /// <summary>The elements of an array.</summary>
    public IEnumerable<JsonNode> Items()
    {
        RequireKind(JsonValueKind.Array, "a list");
        return Walk(Subject, _element);

        static IEnumerable<JsonNode> Walk(string subject, JsonElement element)
        {
            int index = 0;
            foreach (JsonElement item in element.EnumerateArray())
                yield return new JsonNode(subject, item, null, ++index);
        }
    }

    /// <summary>The fields of an object, by name. A name that stands twice comes twice.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode>> Fields()
    {
        RequireKind(JsonValueKind.Object, "an object");
        string subject = Subject;
        foreach (JsonProperty property in _element.EnumerateObject())
        {
            string name = NameOf(property);
            yield return new(name, new JsonNode(subject, property.Value, name, 0));
        }
    }

    /// <summary>The two texts of a list of two, or false. Quick, for lists by the hundred thousand.</summary>
    public bool TryPair(out string first, out string second)
    {
        first = second = "";
        if (_element.ValueKind != JsonValueKind.Array || _element.GetArrayLength() != 2)
            return false;
        first = new JsonNode(_parent, _element[0], _name, _index).Text();
        second = new JsonNode(_parent, _element[1], _name, _index).Text();
        return true;
    }

    public InputException Fail(string cause, Exception? inner = null) => new(Subject, cause, inner: inner);

    /// <summary>Names come from the file and may be of any length.</summary>
    private static string Short(string name) => name.Length <= 80 ? name : name[..80] + "…";

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
        if (_element.ValueKind != kind)
            throw Fail($"is not {what}");
    }
}
