using System.Text.RegularExpressions;
using ElasticMoE.Testing;

namespace ElasticMoE.Tidy.Operations;

/// <summary>The names of metrics, in the code and wherever people rely on them.</summary>
internal static partial class Metrics
{
    private static readonly string[] s_suffixes = ["_bucket", "_sum", "_count"];

    /// <summary>What the product writes.</summary>
    public static IReadOnlySet<string> InCode { get; } = Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Contains("obj"))
        .SelectMany(file => Literal().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The names in a text, without what a histogram adds to its own.</summary>
    public static IEnumerable<string> In(string text) => Name().Matches(text).Select(match => Family(match.Value)).Distinct();

    /// <summary>The names in a text that the product doesn't write.</summary>
    public static IEnumerable<string> Unknown(string text) => In(text).Where(name => !InCode.Contains(name));

    private static string Family(string name) => InCode.Contains(name) ? name : s_suffixes.Where(name.EndsWith).Select(suffix => name[..^suffix.Length]).FirstOrDefault(InCode.Contains) ?? name;

    /// <summary>A name with the words that explain it.</summary>
    [GeneratedRegex("\"((?:emoe_|vllm:)[a-z_]+)\",\\s*\"[A-Z0-9]")]
    private static partial Regex Literal();

    [GeneratedRegex(@"(?<![\w/.-])(?:emoe_|vllm:)[a-z_]+")]
    private static partial Regex Name();
}
