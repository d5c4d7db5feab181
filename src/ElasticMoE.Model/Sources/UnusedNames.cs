using System.Globalization;

namespace ElasticMoE.Model.Sources;

/// <summary>Which of a checkpoint's tensors play no part and are worth a word.</summary>
internal static class UnusedNames
{
    private const string LayerPrefix = "model.layers.";
    private const string RotaryFrequencies = "rotary_emb.inv_freq";

    public static IReadOnlyList<string> Of(IEnumerable<string> names, IReadOnlySet<string> used, int layers) =>
        [.. names.Where(name => !used.Contains(name) && !IsExpected(name, layers)).Order(StringComparer.Ordinal)];

    private static bool IsExpected(string name, int layers) =>
        name.EndsWith(RotaryFrequencies, StringComparison.Ordinal) || LayerOf(name) >= layers;

    private static int LayerOf(string name)
    {
        if (!name.StartsWith(LayerPrefix, StringComparison.Ordinal))
            return -1;
        ReadOnlySpan<char> rest = name.AsSpan(LayerPrefix.Length);
        int end = rest.IndexOf('.');
        return end > 0 && int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out int layer) ? layer : -1;
    }
}
