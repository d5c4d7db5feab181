using System.Text.Json;
using ElasticMoE.Gateway.Errors;

namespace ElasticMoE.Gateway.Fields;

/// <summary>
/// The fields of a JSON object that a client sent. Every reader checks type and range and names the field where either is wrong; null
/// counts as absent. What nobody asked for is known afterwards.
/// </summary>
internal sealed class RequestFields
{
    private readonly JsonElement _object;
    private readonly string _path;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    private RequestFields(JsonElement element, string path) => (_object, _path) = (element, path);

    /// <summary>The fields of an object.</summary>
    /// <param name="element">What should be one.</param>
    /// <param name="path">What errors call it; empty for the request itself.</param>
    public static RequestFields Of(JsonElement element, string path = "") => element.ValueKind == JsonValueKind.Object
        ? new(element, path)
        : throw Wrong(path, "an object", element);

    /// <summary>The name of a field as errors give it.</summary>
    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public bool Has(string name) => Any(name) is not null;

    public JsonElement? Any(string name)
    {
        _asked.Add(name);
        return _object.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    public string? Text(string name) => Any(name) is { } value ? TextOf(value, PathOf(name)) : null;

    public bool? Flag(string name) => Any(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw Wrong(PathOf(name), "true or false", other),
    };

    public double? Number(string name, double low, double high)
    {
        if (Any(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Number)
            throw Wrong(PathOf(name), "a number", value);
        return value.TryGetDouble(out double number) && number >= low && number <= high
            ? number
            : throw OutOfRange(name, FormattableString.Invariant($"{low}…{high}"));
    }

    public long? Integer(string name, long low, long high)
    {
        if (Any(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Number)
            throw Wrong(PathOf(name), "an integer", value);
        return ToInteger(value) is { } number && number >= low && number <= high
            ? number
            : throw OutOfRange(name, FormattableString.Invariant($"{low}…{high}, as an integer"));
    }

    public RequestFields? Object(string name) => Any(name) is { } value ? Of(value, PathOf(name)) : null;

    /// <summary>The items of an array, at most so many.</summary>
    public IReadOnlyList<JsonElement>? Items(string name, int countMax)
    {
        if (Any(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array)
            throw Wrong(PathOf(name), "an array", value);
        return value.GetArrayLength() <= countMax
            ? [.. value.EnumerateArray()]
            : throw new ApiException(ApiError.Invalid(PathOf(name), $"{PathOf(name)}: {value.GetArrayLength()} items, at most {countMax} are allowed"));
    }

    /// <summary>Its entries in their order, at most so many.</summary>
    public IEnumerable<(string Name, JsonElement Value)> Entries(int countMax)
    {
        int count = 0;
        foreach (JsonProperty entry in _object.EnumerateObject())
        {
            if (++count > countMax)
                throw new ApiException(ApiError.Invalid(_path, $"{_path}: more than {countMax} entries"));
            yield return (NameOf(entry), entry.Value);
        }
    }

    /// <summary>Fields that no reader asked for.</summary>
    public IEnumerable<string> Unasked()
    {
        foreach (JsonProperty entry in _object.EnumerateObject())
        {
            if (NameOf(entry) is var name && !_asked.Contains(name))
                yield return name;
        }
    }

    /// <summary>A required field's value, or the error that it is missing.</summary>
    public T Required<T>(string name, T? value) => value ?? throw Missing(name);

    public ApiException Missing(string name) =>
        new(ApiError.Invalid(PathOf(name), $"{PathOf(name)}: is missing", "missing_required_parameter"));

    public ApiException Refuse(string name, string cause, string code = "invalid_value") =>
        new(ApiError.Invalid(PathOf(name), $"{PathOf(name)}: {cause}", code));

    public static string TextOf(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw Wrong(path, "a string", value);
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException broken)
        {
            throw new ApiException(ApiError.Invalid(path, $"{path}: is no valid Unicode text"), broken);
        }
    }

    public static ApiException Wrong(string path, string wanted, JsonElement found)
    {
        string name = path.Length == 0 ? "the request" : path;
        return new(ApiError.Invalid(path.Length == 0 ? null : path, $"{name}: should be {wanted}, not {Word(found.ValueKind)}", "invalid_type"));
    }

    private string NameOf(JsonProperty entry)
    {
        try
        {
            return entry.Name;
        }
        catch (InvalidOperationException broken)
        {
            throw new ApiException(ApiError.Invalid(null, "a field's name is no valid Unicode text"), broken);
        }
    }

    /// <summary>Clients in languages with one kind of number write 3.0 for 3.</summary>
    private static long? ToInteger(JsonElement value)
    {
        if (value.TryGetInt64(out long number))
            return number;
        return value.TryGetDouble(out double real) && Math.Abs(real) < 1L << 53 && real == Math.Floor(real) ? (long)real : null;
    }

    private ApiException OutOfRange(string name, string range) => Refuse(name, $"is outside {range}");

    private static string Word(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
