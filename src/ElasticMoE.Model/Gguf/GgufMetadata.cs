using System.Diagnostics.CodeAnalysis;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Gguf;

/// <summary>
/// The key-value pairs of a GGUF file. Whole numbers are kept as `long`, floats as `double`, flags as `bool`, texts as `string`, and
/// arrays as arrays of these.
/// </summary>
internal sealed class GgufMetadata(string path, IReadOnlyDictionary<string, object> values)
{
    public string Path => path;

    /// <summary>`general.architecture`.</summary>
    public string Architecture => Text("general.architecture") ?? throw Missing("general.architecture");

    public IEnumerable<string> Keys => values.Keys.Order(StringComparer.Ordinal);

    public bool Has(string key) => values.ContainsKey(key);

    /// <summary>A key of the architecture: `olmoe.block_count` for `block_count`.</summary>
    public string KeyOf(string name) => $"{Architecture}.{name}";

    public string? Text(string key) => Find(key, out string? value) ? value : null;

    public bool? Flag(string key) => values.GetValueOrDefault(key) switch
    {
        null => null,
        bool flag => flag,
        _ => throw Wrong(key, "a flag"),
    };

    public string[]? Texts(string key) => Find(key, out string[]? value) ? value : null;

    /// <summary>A whole number of at least 0 that fits an `int`.</summary>
    public int? Int(string key)
    {
        if (values.GetValueOrDefault(key) is not { } value)
            return null;
        // Published files give some per-layer numbers as arrays; where all are equal they mean the one number.
        if (value is long[] { Length: > 0 } each && Array.TrueForAll(each, number => number == each[0]))
            value = each[0];
        return value is long and >= 0 and <= int.MaxValue ? (int)(long)value : throw Wrong(key, "a whole number, the same for every layer,");
    }

    public int RequiredInt(string key) => Int(key) ?? throw Missing(key);

    public double? Number(string key) => values.GetValueOrDefault(key) switch
    {
        null => null,
        double number when double.IsFinite(number) => number,
        long number => number,
        _ => throw Wrong(key, "a finite number"),
    };

    public double RequiredNumber(string key) => Number(key) ?? throw Missing(key);

    /// <summary>An array of whole numbers or flags (0 and 1).</summary>
    public long[]? Integers(string key) => values.GetValueOrDefault(key) switch
    {
        null => null,
        long[] integers => integers,
        bool[] flags => Array.ConvertAll(flags, flag => flag ? 1L : 0),
        _ => throw Wrong(key, "an array of whole numbers"),
    };

    public double[]? Numbers(string key) => Find(key, out double[]? value) ? value : null;

    public InputException Missing(string key) => new(path, $"the key {key} is missing");

    public InputException Wrong(string key, string expected) => new(path, $"the key {key} holds something else than {expected} as is expected");

    private bool Find<T>(string key, [NotNullWhen(true)] out T? value)
        where T : class
    {
        value = values.GetValueOrDefault(key) as T;
        return value is not null || !values.ContainsKey(key) ? value is not null : throw Wrong(key, typeof(T) == typeof(string) ? "a text" : $"{typeof(T).Name} values");
    }
}
