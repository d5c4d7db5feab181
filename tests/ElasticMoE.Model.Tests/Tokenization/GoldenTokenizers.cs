using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Tokenization;

/// <summary>Where the reference tokenizers lie.</summary>
internal static class GoldenTokenizers
{
    public static string Root { get; } = Path.Combine(Repository.Root, "tests", "golden", "tokenizers");

    public static string DefaultModel { get; } = Path.Combine(Repository.Root, "models", "emoe-mini");

    public static TheoryData<string> Names => [.. Directory.GetDirectories(Root).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    public static string DirectoryOf(string name) => Path.Combine(Root, name);
}
