using ElasticMoE.Kernels;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Sources;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Forward;

/// <summary>The reference checkpoints, loaded through a cache folder of the test run.</summary>
internal static class GoldenModels
{
    private static readonly string s_cache = Directory.CreateTempSubdirectory("emoe-model-tests-").FullName;

    static GoldenModels() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(s_cache, recursive: true);

    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetDirectories(Root).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    public static string Root => Path.Combine(Repository.Root, "tests", "golden", "models");

    public static string Folder(string name) => Path.Combine(Root, name);

    public static LoadOptions Options(WeightFormat? format = null) => new() { Format = format, CacheDirectory = s_cache, Threads = 2 };

    public static LanguageModel Load(string name, WeightFormat? format = null) => LanguageModel.Load(Folder(name), Options(format));

    public static ModelConfig Config(string name)
    {
        using ModelSource source = ModelSource.Open(Folder(name));
        return source.Config;
    }
}
